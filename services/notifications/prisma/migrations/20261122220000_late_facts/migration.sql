-- AlterTable
ALTER TABLE "sign_in" DROP COLUMN "linked_at",
ADD COLUMN     "said_by" UUID,
ALTER COLUMN "account_id" DROP NOT NULL;
