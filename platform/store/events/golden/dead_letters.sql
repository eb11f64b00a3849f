CREATE TABLE IF NOT EXISTS dead_letters (
  tenant LowCardinality(String),
  time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  id String CODEC(ZSTD(1)),
  source LowCardinality(String),
  reason LowCardinality(String),
  raw String CODEC(ZSTD(1))
)
ENGINE = MergeTree()
PARTITION BY toYYYYMM(time)
ORDER BY (tenant, time, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE dead_letters ADD COLUMN IF NOT EXISTS tenant LowCardinality(String), ADD COLUMN IF NOT EXISTS time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)), ADD COLUMN IF NOT EXISTS id String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS source LowCardinality(String), ADD COLUMN IF NOT EXISTS reason LowCardinality(String), ADD COLUMN IF NOT EXISTS raw String CODEC(ZSTD(1));
