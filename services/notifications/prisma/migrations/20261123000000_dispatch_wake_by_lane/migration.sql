-- Which lane has work is said to the workers, and nothing when nothing came: a statement that puts
-- mails into no sack woke them all the same.
DROP TRIGGER "dispatch_wake" ON "dispatch";

CREATE OR REPLACE FUNCTION "dispatch_wake"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('dispatch', lane) FROM (SELECT DISTINCT lane FROM fresh) AS woken;
  RETURN NULL;
END $$;

CREATE TRIGGER "dispatch_wake" AFTER INSERT ON "dispatch" REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION "dispatch_wake"();
