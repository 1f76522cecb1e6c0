"""The demo's sign-in names (contracts: demo world); accounts exist only when DEMO=1. Plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SignIn:
    """A sign-in name, the invented person behind it, the role of its desk, the department's code."""

    name: str
    role: str
    person: str
    what: str
    department: str = ""


SIGN_INS = (
    SignIn("applicant", "applicant", "罗文清", "申报人（江汉光电研究院）"),
    SignIn("applicant2", "applicant", "杜雨桐", "申报人（江汉农业大学）"),
    SignIn("institution", "institution", "秦素芬", "单位管理员（江汉光电研究院）"),
    SignIn("district", "recommender", "谭国栋", "推荐单位（东湖区科技局）"),
    SignIn("expert", "expert", "严修平", "评审专家"),
    SignIn("expert2", "expert", "裴若兰", "评审专家"),
    SignIn("chair", "chair", "顾延年", "评审组组长"),
    SignIn("officer", "officer", "陶思源", "业务处室经办人（高新处）", "GX"),
    SignIn("officer2", "officer", "范晓棠", "业务处室经办人（农社处）", "NS"),
    SignIn("agency", "agency", "温立群", "项目管理专业机构", "GX"),
    SignIn("leader", "leader", "贺维桢", "分管局领导"),
    SignIn("draw", "draw_operator", "阮佳禾", "专家抽取员"),
    SignIn("supervisor", "supervisor", "蒙启明", "抽取监督员"),
    SignIn("finance", "finance", "卓丽君", "财务"),
    SignIn("auditor", "auditor", "蔺守正", "审计"),
    SignIn("archivist", "archivist", "苗若愚", "档案员"),
    SignIn("integrity", "integrity", "廉致和", "监督与诚信"),
    SignIn("admin", "admin", "沙明远", "系统管理员"),
)
