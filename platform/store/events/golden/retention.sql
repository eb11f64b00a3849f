CREATE TABLE IF NOT EXISTS retention (
  tenant String,
  days UInt32,
  updated DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated)
ORDER BY tenant
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE retention ADD COLUMN IF NOT EXISTS tenant String, ADD COLUMN IF NOT EXISTS days UInt32, ADD COLUMN IF NOT EXISTS updated DateTime64(3, 'UTC');
