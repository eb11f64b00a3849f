const ID = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p';
/** Columns that the icsnpp analysers put behind the connection. */
const DIRECTED = `${ID} is_orig source_h source_p destination_h destination_p`;

/**
 * Columns of logs that may come without their `#fields` header (cut files, syslog), by log path and then by count, as
 * Zeek's and CISA's icsnpp documentation list them.
 */
const COLUMNS: Record<string, readonly string[]> = {
  conn: [
    `${ID} proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents`,
  ],
  dns: [
    `${ID} proto trans_id rtt query qclass qclass_name qtype qtype_name rcode rcode_name AA TC RD RA Z answers TTLs rejected`,
  ],
  http: [
    `${ID} trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code status_msg info_code info_msg tags username password proxied orig_fuids orig_filenames orig_mime_types resp_fuids resp_filenames resp_mime_types`,
  ],
  modbus: [`${ID} func exception`, `${ID} tid unit func pdu_type exception`],
  dnp3: [`${ID} fc_request fc_reply iin`],
  enip: [`${DIRECTED} enip_command_code enip_command length session_handle enip_status sender_context options`],
  cip: [
    `${DIRECTED} cip_sequence_count direction cip_service_code cip_service cip_status_code cip_status cip_extended_status_code cip_extended_status class_id class_name instance_id attribute_id`,
  ],
  cip_io: [`${DIRECTED} connection_id sequence_number data_length io_data`],
  cip_identity: [
    `${DIRECTED} encapsulation_version socket_address socket_port vendor_id vendor_name device_type_id device_type_name product_code revision device_status serial_number product_name device_state`,
  ],
  cotp: [`${DIRECTED} pdu_code pdu_name`],
  s7comm: [
    `${DIRECTED} rosctr_code rosctr_name pdu_reference function_code function_name subfunction_code subfunction_name error_class error_code`,
  ],
  s7comm_plus: [`${DIRECTED} version opcode opcode_name function_code function_name`],
  s7comm_read_szl: [`${DIRECTED} pdu_reference method szl_id szl_id_name szl_index return_code return_code_name`],
  s7comm_upload_download: [
    `${DIRECTED} rosctr pdu_reference function_code function_name session_id block_type block_number destination_filesystem blocklength data`,
  ],
  modbus_detailed: [
    `${ID} tid unit func address quantity request_values response_values modbus_detailed_link_id matched`,
  ],
  dnp3_control: [
    `${DIRECTED} block_type function_code index_number trip_control_code operation_type execute_count on_time off_time status_code`,
  ],
  dnp3_objects: [`${DIRECTED} function_code object_type object_count range_low range_high`],
};

/** Columns of a headerless log of a path with `count` values a row; falls back to the connection's six. */
export function columnsOf(path: string, count: number): string[] {
  const known = Object.hasOwn(COLUMNS, path) ? (COLUMNS[path] as readonly string[]) : [];
  const split = known.map((columns) => columns.split(' '));
  return split.find((columns) => columns.length === count) ?? split[0] ?? ID.split(' ');
}

const PATHS = [
  'conn',
  'dns',
  'http',
  'ssl',
  'x509',
  'files',
  'smb_files',
  'smb_mapping',
  'dce_rpc',
  'kerberos',
  'ntlm',
  'rdp',
  'ssh',
  'ftp',
  'smtp',
  'notice',
  'weird',
  'dhcp',
  'software',
  'tunnel',
  'snmp',
  'sip',
  'irc',
  'mysql',
  'pe',
  'ntp',
  'known_hosts',
  'known_services',
  ...Object.keys(COLUMNS),
];

/** The log path that a file's name ends with (`site_conn.log`, `analyzer.basic__cip.log`), or `''`. */
export function pathOfFile(file: string | undefined): string {
  const base = (file ?? '').replace(/^.*[/\\!]/, '').toLowerCase();
  const stem = base.replace(/\.(?:log|tsv|json|txt).*$/, '');
  let best = '';
  for (const path of PATHS) {
    const fits =
      stem === path ||
      stem.startsWith(`${path}.`) ||
      (/[._-]/.test(stem.charAt(stem.length - path.length - 1)) && stem.endsWith(path));
    if (fits && path.length > best.length) best = path;
  }
  return best;
}
