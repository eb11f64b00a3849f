/** The version whose API shippers may use; clients refuse to talk to major versions older than their own. */
const VERSION = '8.19.0';

/** `GET /`: what clients ask first ("Get cluster info"). */
export const CLUSTER_INFO = {
  name: 'haechi',
  cluster_name: 'haechi',
  cluster_uuid: 'haechi',
  version: {
    number: VERSION,
    build_flavor: 'default',
    build_type: 'docker',
    build_hash: 'haechi',
    build_date: '2026-01-01T00:00:00.000Z',
    build_snapshot: false,
    lucene_version: '9.12.0',
    minimum_wire_compatibility_version: '7.17.0',
    minimum_index_compatibility_version: '7.0.0',
  },
  tagline: 'You Know, for Search',
};

/** `GET /_license`: Beats send nothing before they have seen an active one. */
export const LICENSE = {
  license: {
    status: 'active',
    uid: 'haechi',
    type: 'basic',
    mode: 'basic',
    issue_date: '2026-01-01T00:00:00.000Z',
    issue_date_in_millis: 1_767_225_600_000,
    max_nodes: 1_000,
    issued_to: 'haechi',
    issuer: 'elasticsearch',
    start_date_in_millis: -1,
  },
};

/**
 * `GET /_xpack`: Beats 7 send nothing before it told them whether there is index lifecycle management, Fluentd neither.
 * The policy they set up afterwards is one of the harmless paths below.
 */
export const XPACK = {
  build: { hash: 'haechi', date: LICENSE.license.issue_date },
  license: { uid: LICENSE.license.uid, type: 'basic', mode: 'basic', status: 'active' },
  features: {
    ilm: { available: true, enabled: true },
    monitoring: { available: false, enabled: false },
    security: { available: true, enabled: true },
  },
  tagline: CLUSTER_INFO.tagline,
};

/** `PUT /{index}`: the first index behind an alias, which Logstash and Beats 7 set up for index lifecycle management. */
export function indexMade(index: string): Record<string, unknown> {
  return { acknowledged: true, shards_acknowledged: true, index };
}

/** `GET /_cluster/health`; yellow while storage is full. */
export function clusterHealth(busy: boolean): Record<string, unknown> {
  return { cluster_name: 'haechi', status: busy ? 'yellow' : 'green', timed_out: false, number_of_nodes: 1 };
}

/**
 * What shippers set up or look at before they send. Nothing of it means anything here: events are stored by their own
 * schema, and answering with an empty object makes every shipper go on.
 */
export const SETUP_PATHS = [
  '/_ilm/policy*',
  '/_index_template*',
  '/_component_template*',
  '/_template*',
  '/_ingest*',
  '/_nodes*',
  '/_logstash*',
  '/_data_stream*',
  '/_alias*',
  // Beats 7 look for their template here, and find none in an empty object.
  '/_cat/templates*',
];

/** Clients of Elasticsearch by their `User-Agent`. */
const CLIENTS = /elastic|beat|logstash|fluent|vector|cribl|opentelemetry|otelcol/i;

/**
 * Whether a request for `/` is a shipper's, which gets the version info, or a person's, who gets the console. Why so:
 * docs/adr/0005-the-root-path.md.
 */
export function asksForCluster(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const accept = String(headers['accept'] ?? '');
  if (accept.includes('text/html')) return false;
  if (headers['authorization'] !== undefined) return true;
  return (
    /application\/(?:json|vnd\.elasticsearch\+json)/.test(accept) || CLIENTS.test(String(headers['user-agent'] ?? ''))
  );
}
