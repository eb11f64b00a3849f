CREATE TABLE IF NOT EXISTS dead_letters_local ON CLUSTER main (
  tenant LowCardinality(String),
  time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  id String CODEC(ZSTD(1)),
  source LowCardinality(String),
  reason LowCardinality(String),
  raw String CODEC(ZSTD(1))
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/dead_letters', '{replica}')
PARTITION BY toYYYYMM(time)
ORDER BY (tenant, time, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE dead_letters_local ON CLUSTER main ADD COLUMN IF NOT EXISTS tenant LowCardinality(String), ADD COLUMN IF NOT EXISTS time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)), ADD COLUMN IF NOT EXISTS id String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS source LowCardinality(String), ADD COLUMN IF NOT EXISTS reason LowCardinality(String), ADD COLUMN IF NOT EXISTS raw String CODEC(ZSTD(1));

CREATE TABLE IF NOT EXISTS dead_letters ON CLUSTER main AS dead_letters_local ENGINE = Distributed(main, currentDatabase(), dead_letters_local, cityHash64(tenant, toDate(time)));

ALTER TABLE dead_letters ON CLUSTER main ADD COLUMN IF NOT EXISTS tenant LowCardinality(String), ADD COLUMN IF NOT EXISTS time DateTime64(3, 'UTC'), ADD COLUMN IF NOT EXISTS id String, ADD COLUMN IF NOT EXISTS source LowCardinality(String), ADD COLUMN IF NOT EXISTS reason LowCardinality(String), ADD COLUMN IF NOT EXISTS raw String;
