import type { FieldMapping } from '../fields/mapping.ts';

/** Where a generic category is found in Windows events. */
export interface CategoryOrigin {
  readonly category: string;
  /** Service whose channels hold the events, or `kernel-file` for the ETW provider. */
  readonly service: string;
  readonly eventIds: readonly number[];
  /** Equivalent audit events name their fields differently. */
  readonly mapping?: FieldMapping;
  /** Not in the specification's taxonomy: only where `CompileOptions.networkAudit` asks for it. */
  readonly optional?: true;
}

/**
 * Sigma's Windows categories (taxonomy appendix 2.1.0, "Windows Folder, Category"), and the audit events that are
 * equivalent to Sysmon's (pySigma's windows-audit pipeline; Defender's detections as `antivirus`).
 */
export const WINDOWS_CATEGORIES: readonly CategoryOrigin[] = [
  { category: 'process_creation', service: 'sysmon', eventIds: [1] },
  { category: 'process_creation', service: 'security', eventIds: [4688], mapping: 'security_4688' },
  { category: 'file_change', service: 'sysmon', eventIds: [2] },
  { category: 'network_connection', service: 'sysmon', eventIds: [3] },
  { category: 'network_connection', service: 'security', eventIds: [5156], mapping: 'security_5156', optional: true },
  { category: 'sysmon_status', service: 'sysmon', eventIds: [4, 16] },
  { category: 'process_termination', service: 'sysmon', eventIds: [5] },
  { category: 'driver_load', service: 'sysmon', eventIds: [6] },
  { category: 'image_load', service: 'sysmon', eventIds: [7] },
  { category: 'create_remote_thread', service: 'sysmon', eventIds: [8] },
  { category: 'raw_access_thread', service: 'sysmon', eventIds: [9] },
  { category: 'process_access', service: 'sysmon', eventIds: [10] },
  { category: 'file_event', service: 'sysmon', eventIds: [11] },
  { category: 'registry_event', service: 'sysmon', eventIds: [12, 13, 14] },
  { category: 'registry_event', service: 'security', eventIds: [4657], mapping: 'security_4657' },
  { category: 'registry_add', service: 'sysmon', eventIds: [12] },
  { category: 'registry_add', service: 'security', eventIds: [4657], mapping: 'security_4657' },
  { category: 'registry_delete', service: 'sysmon', eventIds: [12] },
  { category: 'registry_delete', service: 'security', eventIds: [4657], mapping: 'security_4657' },
  { category: 'registry_set', service: 'sysmon', eventIds: [13] },
  { category: 'registry_set', service: 'security', eventIds: [4657], mapping: 'security_4657' },
  { category: 'registry_rename', service: 'sysmon', eventIds: [14] },
  { category: 'create_stream_hash', service: 'sysmon', eventIds: [15] },
  { category: 'pipe_created', service: 'sysmon', eventIds: [17, 18] },
  { category: 'wmi_event', service: 'sysmon', eventIds: [19, 20, 21] },
  { category: 'dns_query', service: 'sysmon', eventIds: [22] },
  { category: 'file_delete', service: 'sysmon', eventIds: [23, 26] },
  { category: 'clipboard_capture', service: 'sysmon', eventIds: [24] },
  { category: 'process_tampering', service: 'sysmon', eventIds: [25] },
  { category: 'file_delete_detected', service: 'sysmon', eventIds: [26] },
  { category: 'file_block_executable', service: 'sysmon', eventIds: [27] },
  { category: 'file_block_shredding', service: 'sysmon', eventIds: [28] },
  { category: 'file_executable_detected', service: 'sysmon', eventIds: [29] },
  { category: 'sysmon_error', service: 'sysmon', eventIds: [255] },
  { category: 'ps_module', service: 'powershell', eventIds: [4103] },
  { category: 'ps_script', service: 'powershell', eventIds: [4104] },
  { category: 'ps_classic_start', service: 'powershell-classic', eventIds: [400] },
  { category: 'ps_classic_provider_start', service: 'powershell-classic', eventIds: [600] },
  { category: 'ps_classic_script', service: 'powershell-classic', eventIds: [800] },
  {
    category: 'antivirus',
    service: 'windefend',
    eventIds: [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116, 1117],
    mapping: 'windefend',
  },
  { category: 'file_access', service: 'kernel-file', eventIds: [12] },
  { category: 'file_rename', service: 'kernel-file', eventIds: [19, 27, 29] },
];

/** The audit value changes of 4657 that each registry category covers (`OperationType`). */
export const REGISTRY_OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  registry_event: ['%%1904', '%%1905', '%%1906'],
  registry_add: ['%%1904'],
  registry_set: ['%%1904', '%%1905'],
  registry_delete: ['%%1906'],
};

/** Sysmon for Linux: the categories that its events stand for (taxonomy appendix, "Linux Folder"). */
export const LINUX_SYSMON_CATEGORIES: ReadonlyMap<number, string> = new Map([
  [1, 'process_creation'],
  [3, 'network_connection'],
  [5, 'process_termination'],
  [9, 'raw_access_thread'],
  [11, 'file_event'],
  [23, 'file_delete'],
]);
