alter table "dispatch" add column "traceparent" text;
