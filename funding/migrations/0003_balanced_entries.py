"""The database's last word on money: the sides of an entry sum to nothing when the transaction ends."""

from django.db import migrations

BALANCE = """
CREATE FUNCTION keheng_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount) FROM funding_posting WHERE entry = NEW.entry) <> 0 THEN
        RAISE EXCEPTION 'entry % does not balance', NEW.entry USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON funding_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION keheng_entry_balances();
"""
UNDO = "DROP TRIGGER entry_balances ON funding_posting; DROP FUNCTION keheng_entry_balances()"


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_initial")]
    operations = [migrations.RunSQL(BALANCE, UNDO)]
