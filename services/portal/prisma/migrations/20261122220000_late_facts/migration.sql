-- AlterTable
ALTER TABLE "session" ADD COLUMN     "said_by" UUID NOT NULL DEFAULT uuidv7();

-- CreateTable
CREATE TABLE "counted_renewal" (
    "id" UUID NOT NULL,

    CONSTRAINT "counted_renewal_pkey" PRIMARY KEY ("id")
);
