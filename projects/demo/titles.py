"""Believable, invented titles and texts: a thing, an aspect of it, a kind of work; no two applications share a title."""

from __future__ import annotations

THINGS = (
    "25G硅光收发芯片", "工业VOCs催化处理装备", "耐高温水稻新品种", "城市内涝预报平台", "高熵合金增材制造构件", "钠离子电池硬碳负极",
    "脑卒中康复机器人", "车规级碳化硅功率模块", "湿地碳汇计量技术", "肿瘤新抗原个体化疫苗", "大跨桥梁健康监测系统", "工业互联网安全网关",
    "毫米波相控阵天线", "固态激光雷达", "氢燃料电池双极板", "柑橘黄龙病早期诊断试剂", "淡水鱼良种繁育技术", "危化品运输风险预警平台",
    "高端数控机床主轴", "量子点显示背光模组", "可降解血管支架", "农田面源污染阻控技术", "智能电网配电终端", "低空无人机管控系统",
    "医学影像辅助诊断系统", "磷石膏基建材", "高纯石英砂提纯工艺", "船舶混合动力系统", "地铁盾构刀具", "动物源性食品快检芯片",
    "光纤陀螺", "稀土永磁电机", "茶多酚提取工艺", "重金属污染底泥修复技术", "中药配方颗粒", "边缘计算节点",
)  # fmt: skip
ASPECTS = (
    "关键机理与方法", "可靠性评价与验证", "在线监测与智能诊断", "系统集成与工程示范", "标准体系与推广应用", "数据驱动的优化方法",
    "多场景适应性提升", "降本增效与规模化应用", "检测评价体系", "协同设计与仿真", "性能提升与质量控制", "全周期管理与服务",
)  # fmt: skip
ENDINGS = {
    "basic": "研究",
    "applied": "关键技术研究",
    "industrial": "及产业化",
    "platform": "公共服务平台建设",
    "people": "研究",
}


def title_of(number: int, klass: str) -> str:
    """The title of the numbered application; distinct for 36 x 12 numbers."""
    thing = THINGS[number * 5 % len(THINGS)]
    aspect = ASPECTS[(number // len(THINGS) + number) % len(ASPECTS)]
    return f"{thing}{aspect}{ENDINGS[klass]}"


def texts_of(number: int, title: str) -> dict[str, dict[str, str]]:
    """The free sections of the standard form."""
    thing = THINGS[number * 5 % len(THINGS)]
    aspect = ASPECTS[(number // len(THINGS) + number) % len(ASPECTS)]
    return {
        "rationale": {
            "rationale": f"{thing}是本市重点产业链的短板环节。国内外同类技术在寿命、成本与一致性上仍有明显差距，{aspect}方面缺少系统的方法与数据，"
            f"制约了规模应用。本项目前期已与两家用户单位对接，需求明确，开展“{title}”工作十分必要。"
        },
        "content": {
            "content": f"围绕{thing}的{aspect}，从材料、器件与系统三个层次开展研究：一是查明主要影响因素及其作用规律；"
            "二是提出设计与评价方法；三是完成样机（样品）研制与现场验证。",
            "route": "理论分析、数值模拟与台架试验相结合，逐级放大；每个阶段设评审节点，最后在合作单位现场验证。",
            "novelty": f"提出机理与数据协同的{aspect}方法；形成可推广的工艺规范一套。",
        },
        "commitment": {"commitment": "本人承诺：材料真实，无涉密内容，遵守科研诚信与伦理。"},
    }
