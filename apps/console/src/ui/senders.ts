/** Sends one line over Splunk's HTTP Event Collector protocol. */
export function curlExample(origin: string, token: string): string {
  return [
    `curl ${origin}/services/collector/event \\`,
    `  -H 'Authorization: Splunk ${token}' \\`,
    `  -d '{"event": "sshd[4242]: Failed password for root from 203.0.113.7 port 50022 ssh2", "host": "web-1"}'`,
  ].join('\n');
}

/** A file for /etc/rsyslog.d/: everything over TCP with octet-counted frames, kept on disk while we are away. */
export function rsyslogExample(host: string, tcpPort: number): string {
  return [
    '# /etc/rsyslog.d/60-haechi.conf',
    '*.* action(type="omfwd"',
    `  target="${host}" port="${tcpPort}" protocol="tcp"`,
    '  template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted"',
    '  queue.type="LinkedList" queue.filename="haechi" queue.maxDiskSpace="1g"',
    '  queue.saveOnShutdown="on" action.resumeRetryCount="-1")',
  ].join('\n');
}

/** A pipeline for Fluent Bit's YAML configuration, over the same protocol as `curlExample`. */
export function fluentBitExample(origin: string, token: string): string {
  const { hostname, port, protocol } = new URL(origin);
  const secure = protocol === 'https:';
  return [
    'pipeline:',
    '  inputs:',
    '    - name: tail',
    '      path: /var/log/*.log',
    '      tag: host.logs',
    '  outputs:',
    '    - name: splunk',
    "      match: '*'",
    `      host: ${hostname}`,
    `      port: ${port || (secure ? 443 : 80)}`,
    `      tls: ${secure ? 'on' : 'off'}`,
    `      splunk_token: ${token}`,
    '      event_key: $log',
  ].join('\n');
}

/** Sends one file, or an archive of many, as it is. */
export function uploadExample(origin: string, token: string): string {
  return [
    `curl -X POST '${origin}/api/v1/uploads?name=web-1/auth.log&timeZone=Asia/Seoul' \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    "  -H 'Content-Type: application/octet-stream' -T auth.log",
  ].join('\n');
}
