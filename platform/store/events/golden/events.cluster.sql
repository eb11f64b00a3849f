CREATE TABLE IF NOT EXISTS events_local ON CLUSTER main (
  tenant LowCardinality(String),
  time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  id String CODEC(ZSTD(1)),
  ingested DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  expires DateTime('UTC') CODEC(Delta, ZSTD(1)),
  position UInt64 CODEC(Delta, ZSTD(1)),
  decoder LowCardinality(String),
  source LowCardinality(String),
  logsource_product LowCardinality(String),
  logsource_category LowCardinality(String),
  logsource_service LowCardinality(String),
  raw String CODEC(ZSTD(1)),
  event String CODEC(ZSTD(1)),
  native Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  message String CODEC(ZSTD(1)),
  event_kind LowCardinality(String),
  event_category Array(LowCardinality(String)),
  event_type Array(LowCardinality(String)),
  event_action LowCardinality(String),
  event_outcome LowCardinality(String),
  event_code LowCardinality(String),
  event_module LowCardinality(String),
  event_dataset LowCardinality(String),
  event_provider LowCardinality(String),
  event_severity Nullable(Int32),
  log_level LowCardinality(String),
  host_name LowCardinality(String),
  observer_name LowCardinality(String),
  user_name LowCardinality(String),
  user_domain LowCardinality(String),
  user_target_name LowCardinality(String),
  source_ip IPv6,
  source_port Nullable(UInt16),
  destination_ip IPv6,
  destination_port Nullable(UInt16),
  destination_domain LowCardinality(String),
  network_transport LowCardinality(String),
  network_protocol LowCardinality(String),
  process_name LowCardinality(String),
  process_pid Nullable(UInt32),
  process_executable String CODEC(ZSTD(1)),
  process_command_line String CODEC(ZSTD(1)),
  process_parent_name LowCardinality(String),
  file_path String CODEC(ZSTD(1)),
  file_name String CODEC(ZSTD(1)),
  file_hash_sha256 String CODEC(ZSTD(1)),
  registry_path String CODEC(ZSTD(1)),
  service_name LowCardinality(String),
  url_domain LowCardinality(String),
  url_path String CODEC(ZSTD(1)),
  url_query String CODEC(ZSTD(1)),
  url_original String CODEC(ZSTD(1)),
  http_request_method LowCardinality(String),
  http_response_status_code Nullable(UInt16),
  user_agent_original LowCardinality(String),
  dns_question_name String CODEC(ZSTD(1)),
  rule_id LowCardinality(String),
  rule_name LowCardinality(String),
  winlog_channel LowCardinality(String),
  INDEX id_seen id TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX position_range position TYPE minmax GRANULARITY 1,
  INDEX free_text lower(concat(message, '\n', raw)) TYPE ngrambf_v1(4, 32768, 3, 0) GRANULARITY 1,
  INDEX source_ip_seen source_ip TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX destination_ip_seen destination_ip TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX host_name_seen lower(host_name) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX user_name_seen lower(user_name) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX sha256_seen lower(file_hash_sha256) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX dns_name_seen lower(dns_question_name) TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/events', '{replica}')
PARTITION BY if(abs(dateDiff('day', time, ingested)) <= 180, toMonday(time), toStartOfYear(time))
ORDER BY (tenant, time, id)
TTL expires DELETE
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024, min_bytes_for_wide_part = 134217728, map_serialization_version = 'with_buckets', map_buckets_strategy = 'constant', max_buckets_in_map = 16, map_buckets_min_avg_size = 1;

ALTER TABLE events_local ON CLUSTER main ADD COLUMN IF NOT EXISTS tenant LowCardinality(String), ADD COLUMN IF NOT EXISTS time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)), ADD COLUMN IF NOT EXISTS id String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS ingested DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)), ADD COLUMN IF NOT EXISTS expires DateTime('UTC') CODEC(Delta, ZSTD(1)), ADD COLUMN IF NOT EXISTS position UInt64 CODEC(Delta, ZSTD(1)), ADD COLUMN IF NOT EXISTS decoder LowCardinality(String), ADD COLUMN IF NOT EXISTS source LowCardinality(String), ADD COLUMN IF NOT EXISTS logsource_product LowCardinality(String), ADD COLUMN IF NOT EXISTS logsource_category LowCardinality(String), ADD COLUMN IF NOT EXISTS logsource_service LowCardinality(String), ADD COLUMN IF NOT EXISTS raw String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS event String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS native Map(LowCardinality(String), String) CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS message String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS event_kind LowCardinality(String), ADD COLUMN IF NOT EXISTS event_category Array(LowCardinality(String)), ADD COLUMN IF NOT EXISTS event_type Array(LowCardinality(String)), ADD COLUMN IF NOT EXISTS event_action LowCardinality(String), ADD COLUMN IF NOT EXISTS event_outcome LowCardinality(String), ADD COLUMN IF NOT EXISTS event_code LowCardinality(String), ADD COLUMN IF NOT EXISTS event_module LowCardinality(String), ADD COLUMN IF NOT EXISTS event_dataset LowCardinality(String), ADD COLUMN IF NOT EXISTS event_provider LowCardinality(String), ADD COLUMN IF NOT EXISTS event_severity Nullable(Int32), ADD COLUMN IF NOT EXISTS log_level LowCardinality(String), ADD COLUMN IF NOT EXISTS host_name LowCardinality(String), ADD COLUMN IF NOT EXISTS observer_name LowCardinality(String), ADD COLUMN IF NOT EXISTS user_name LowCardinality(String), ADD COLUMN IF NOT EXISTS user_domain LowCardinality(String), ADD COLUMN IF NOT EXISTS user_target_name LowCardinality(String), ADD COLUMN IF NOT EXISTS source_ip IPv6, ADD COLUMN IF NOT EXISTS source_port Nullable(UInt16), ADD COLUMN IF NOT EXISTS destination_ip IPv6, ADD COLUMN IF NOT EXISTS destination_port Nullable(UInt16), ADD COLUMN IF NOT EXISTS destination_domain LowCardinality(String), ADD COLUMN IF NOT EXISTS network_transport LowCardinality(String), ADD COLUMN IF NOT EXISTS network_protocol LowCardinality(String), ADD COLUMN IF NOT EXISTS process_name LowCardinality(String), ADD COLUMN IF NOT EXISTS process_pid Nullable(UInt32), ADD COLUMN IF NOT EXISTS process_executable String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS process_command_line String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS process_parent_name LowCardinality(String), ADD COLUMN IF NOT EXISTS file_path String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS file_name String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS file_hash_sha256 String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS registry_path String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS service_name LowCardinality(String), ADD COLUMN IF NOT EXISTS url_domain LowCardinality(String), ADD COLUMN IF NOT EXISTS url_path String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS url_query String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS url_original String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS http_request_method LowCardinality(String), ADD COLUMN IF NOT EXISTS http_response_status_code Nullable(UInt16), ADD COLUMN IF NOT EXISTS user_agent_original LowCardinality(String), ADD COLUMN IF NOT EXISTS dns_question_name String CODEC(ZSTD(1)), ADD COLUMN IF NOT EXISTS rule_id LowCardinality(String), ADD COLUMN IF NOT EXISTS rule_name LowCardinality(String), ADD COLUMN IF NOT EXISTS winlog_channel LowCardinality(String);

ALTER TABLE events_local ON CLUSTER main ADD INDEX IF NOT EXISTS id_seen id TYPE bloom_filter(0.001) GRANULARITY 1, ADD INDEX IF NOT EXISTS position_range position TYPE minmax GRANULARITY 1, ADD INDEX IF NOT EXISTS free_text lower(concat(message, '\n', raw)) TYPE ngrambf_v1(4, 32768, 3, 0) GRANULARITY 1, ADD INDEX IF NOT EXISTS source_ip_seen source_ip TYPE bloom_filter(0.01) GRANULARITY 1, ADD INDEX IF NOT EXISTS destination_ip_seen destination_ip TYPE bloom_filter(0.01) GRANULARITY 1, ADD INDEX IF NOT EXISTS host_name_seen lower(host_name) TYPE bloom_filter(0.01) GRANULARITY 1, ADD INDEX IF NOT EXISTS user_name_seen lower(user_name) TYPE bloom_filter(0.01) GRANULARITY 1, ADD INDEX IF NOT EXISTS sha256_seen lower(file_hash_sha256) TYPE bloom_filter(0.01) GRANULARITY 1, ADD INDEX IF NOT EXISTS dns_name_seen lower(dns_question_name) TYPE bloom_filter(0.01) GRANULARITY 1;

CREATE TABLE IF NOT EXISTS events ON CLUSTER main AS events_local ENGINE = Distributed(main, currentDatabase(), events_local, cityHash64(tenant, toDate(time)));

ALTER TABLE events ON CLUSTER main ADD COLUMN IF NOT EXISTS tenant LowCardinality(String), ADD COLUMN IF NOT EXISTS time DateTime64(3, 'UTC'), ADD COLUMN IF NOT EXISTS id String, ADD COLUMN IF NOT EXISTS ingested DateTime64(3, 'UTC'), ADD COLUMN IF NOT EXISTS expires DateTime('UTC'), ADD COLUMN IF NOT EXISTS position UInt64, ADD COLUMN IF NOT EXISTS decoder LowCardinality(String), ADD COLUMN IF NOT EXISTS source LowCardinality(String), ADD COLUMN IF NOT EXISTS logsource_product LowCardinality(String), ADD COLUMN IF NOT EXISTS logsource_category LowCardinality(String), ADD COLUMN IF NOT EXISTS logsource_service LowCardinality(String), ADD COLUMN IF NOT EXISTS raw String, ADD COLUMN IF NOT EXISTS event String, ADD COLUMN IF NOT EXISTS native Map(LowCardinality(String), String), ADD COLUMN IF NOT EXISTS message String, ADD COLUMN IF NOT EXISTS event_kind LowCardinality(String), ADD COLUMN IF NOT EXISTS event_category Array(LowCardinality(String)), ADD COLUMN IF NOT EXISTS event_type Array(LowCardinality(String)), ADD COLUMN IF NOT EXISTS event_action LowCardinality(String), ADD COLUMN IF NOT EXISTS event_outcome LowCardinality(String), ADD COLUMN IF NOT EXISTS event_code LowCardinality(String), ADD COLUMN IF NOT EXISTS event_module LowCardinality(String), ADD COLUMN IF NOT EXISTS event_dataset LowCardinality(String), ADD COLUMN IF NOT EXISTS event_provider LowCardinality(String), ADD COLUMN IF NOT EXISTS event_severity Nullable(Int32), ADD COLUMN IF NOT EXISTS log_level LowCardinality(String), ADD COLUMN IF NOT EXISTS host_name LowCardinality(String), ADD COLUMN IF NOT EXISTS observer_name LowCardinality(String), ADD COLUMN IF NOT EXISTS user_name LowCardinality(String), ADD COLUMN IF NOT EXISTS user_domain LowCardinality(String), ADD COLUMN IF NOT EXISTS user_target_name LowCardinality(String), ADD COLUMN IF NOT EXISTS source_ip IPv6, ADD COLUMN IF NOT EXISTS source_port Nullable(UInt16), ADD COLUMN IF NOT EXISTS destination_ip IPv6, ADD COLUMN IF NOT EXISTS destination_port Nullable(UInt16), ADD COLUMN IF NOT EXISTS destination_domain LowCardinality(String), ADD COLUMN IF NOT EXISTS network_transport LowCardinality(String), ADD COLUMN IF NOT EXISTS network_protocol LowCardinality(String), ADD COLUMN IF NOT EXISTS process_name LowCardinality(String), ADD COLUMN IF NOT EXISTS process_pid Nullable(UInt32), ADD COLUMN IF NOT EXISTS process_executable String, ADD COLUMN IF NOT EXISTS process_command_line String, ADD COLUMN IF NOT EXISTS process_parent_name LowCardinality(String), ADD COLUMN IF NOT EXISTS file_path String, ADD COLUMN IF NOT EXISTS file_name String, ADD COLUMN IF NOT EXISTS file_hash_sha256 String, ADD COLUMN IF NOT EXISTS registry_path String, ADD COLUMN IF NOT EXISTS service_name LowCardinality(String), ADD COLUMN IF NOT EXISTS url_domain LowCardinality(String), ADD COLUMN IF NOT EXISTS url_path String, ADD COLUMN IF NOT EXISTS url_query String, ADD COLUMN IF NOT EXISTS url_original String, ADD COLUMN IF NOT EXISTS http_request_method LowCardinality(String), ADD COLUMN IF NOT EXISTS http_response_status_code Nullable(UInt16), ADD COLUMN IF NOT EXISTS user_agent_original LowCardinality(String), ADD COLUMN IF NOT EXISTS dns_question_name String, ADD COLUMN IF NOT EXISTS rule_id LowCardinality(String), ADD COLUMN IF NOT EXISTS rule_name LowCardinality(String), ADD COLUMN IF NOT EXISTS winlog_channel LowCardinality(String);
