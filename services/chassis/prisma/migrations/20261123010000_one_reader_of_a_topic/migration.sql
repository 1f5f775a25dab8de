-- A service reads each topic once, under its own name. What was kept under longer names goes on.
UPDATE "delivery" SET "consumer" = split_part("consumer", '.', 1) WHERE "consumer" LIKE '%.%';
UPDATE "inbox" SET "consumer" = split_part("consumer", '.', 1) WHERE "consumer" LIKE '%.%';
UPDATE "parked" SET "consumer" = split_part("consumer", '.', 1) WHERE "consumer" LIKE '%.%';
UPDATE "listening" SET "consumer" = split_part("consumer", '.', 1) WHERE "consumer" LIKE '%.%';
