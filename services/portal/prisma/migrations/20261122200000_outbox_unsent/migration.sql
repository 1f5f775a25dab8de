-- What the relay has not sent yet stands beside the outbox: one row for each statement that wrote
-- facts. So facts are written once and never changed, however many there are.

-- DropIndex
DROP INDEX "outbox_unsent";

-- CreateTable
CREATE TABLE "outbox_unsent" (
    "id" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "seqs" BIGINT[],
    "size" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_unsent_pkey" PRIMARY KEY ("id","type")
);

-- Facts of one statement share a number; later statements of the same aggregate have a higher one.
CREATE SEQUENCE "outbox_statement" AS BIGINT;

INSERT INTO "outbox_unsent" ("id", "type", "seqs", "size")
SELECT nextval('outbox_statement'), "type", ARRAY["seq"], 1
FROM (SELECT "seq", "type" FROM "outbox" WHERE "sent_at" IS NULL ORDER BY "seq") AS unsent;

CREATE OR REPLACE FUNCTION "outbox_wake"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  statement_id bigint := nextval('outbox_statement');
BEGIN
  INSERT INTO outbox_unsent (id, type, seqs, size)
  SELECT statement_id, type, array_agg(seq ORDER BY seq), count(*) FROM fresh GROUP BY type;
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;

DROP TRIGGER "outbox_wake" ON "outbox";

-- Whoever inserts, the relay knows of it and wakes when the transaction commits.
CREATE TRIGGER "outbox_wake" AFTER INSERT ON "outbox" REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION "outbox_wake"();

-- AlterTable
ALTER TABLE "outbox" DROP COLUMN "sent_at";

-- Facts are read as they were written, whole.
ALTER TABLE "outbox" ALTER COLUMN "data" TYPE JSON USING "data"::json;

-- This table turns over all the time, and long lists of numbers are not worth packing.
ALTER TABLE "outbox_unsent" SET (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 200);
ALTER TABLE "outbox_unsent" ALTER COLUMN "seqs" SET STORAGE EXTERNAL;
ALTER TABLE "delivery" ALTER COLUMN "seqs" SET STORAGE EXTERNAL;
