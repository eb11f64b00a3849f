CREATE TABLE IF NOT EXISTS retention_local ON CLUSTER main (
  tenant String,
  days UInt32,
  updated DateTime64(3, 'UTC')
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/retention', '{replica}', updated)
ORDER BY tenant
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE retention_local ON CLUSTER main ADD COLUMN IF NOT EXISTS tenant String, ADD COLUMN IF NOT EXISTS days UInt32, ADD COLUMN IF NOT EXISTS updated DateTime64(3, 'UTC');

CREATE TABLE IF NOT EXISTS retention ON CLUSTER main AS retention_local ENGINE = Distributed(main, currentDatabase(), retention_local, cityHash64(tenant));

ALTER TABLE retention ON CLUSTER main ADD COLUMN IF NOT EXISTS tenant String, ADD COLUMN IF NOT EXISTS days UInt32, ADD COLUMN IF NOT EXISTS updated DateTime64(3, 'UTC');
