alter table "dispatch" add column "since" timestamptz(3) not null default current_timestamp;
