-- How many facts a delivery holds: a consumer takes as many deliveries as make one batch.
ALTER TABLE "delivery" ADD COLUMN "size" INTEGER GENERATED ALWAYS AS (cardinality("seqs")) STORED;
