import { falco } from './agents/falco.ts';
import { falcoText } from './agents/falco-text.ts';
import { osquery } from './agents/osquery.ts';
import { suricata } from './agents/suricata.ts';
import { guardduty, securityHub } from './cloud/aws-findings.ts';
import { alb, vpcFlow } from './cloud/aws-network.ts';
import { awsWaf } from './cloud/aws-waf.ts';
import { azure } from './cloud/azure.ts';
import { cloudtrail } from './cloud/cloudtrail.ts';
import { gcp } from './cloud/gcp.ts';
import { github } from './cloud/github.ts';
import { kubernetes } from './cloud/kubernetes.ts';
import { m365 } from './cloud/m365.ts';
import { okta } from './cloud/okta.ts';
import { mysql } from './database/mysql.ts';
import { mysqlAudit } from './database/mysql-audit.ts';
import { oracle } from './database/oracle.ts';
import { postgres } from './database/postgres.ts';
import { postgresJson } from './database/postgres-record.ts';
import type { LineDecoder, ObjectDecoder } from './decoder.ts';
import { pairs } from './grammar/pairs.ts';
import { ecs, genericJson } from './json/generic.ts';
import { productDecoders } from './json/products.ts';
import { aiwaf } from './korea/aiwaf.ts';
import { axgate } from './korea/axgate.ts';
import { mf2 } from './korea/mf2.ts';
import { shadowwall } from './korea/shadowwall.ts';
import { sniper } from './korea/sniper.ts';
import { trusguard } from './korea/trusguard.ts';
import { vforce } from './korea/vforce.ts';
import { wapples } from './korea/wapples.ts';
import { accounts } from './linux/accounts.ts';
import { cron } from './linux/cron.ts';
import { kernel } from './linux/kernel.ts';
import { netfilter } from './linux/netfilter.ts';
import { sshd } from './linux/sshd.ts';
import { su } from './linux/su.ts';
import { sudo } from './linux/sudo.ts';
import { systemd } from './linux/systemd.ts';
import { dovecot } from './mail/dovecot.ts';
import { postfix } from './mail/postfix.ts';
import { dhcp, windowsDhcp } from './name/dhcp.ts';
import { bind, unbound, windowsDns } from './name/dns-server.ts';
import { dnsmasq } from './name/dnsmasq.ts';
import { cef } from './network/cef.ts';
import { cisco } from './network/cisco.ts';
import { filterlog } from './network/filterlog.ts';
import { fortigate } from './network/fortigate.ts';
import { junos } from './network/junos.ts';
import { leef } from './network/leef.ts';
import { paloalto } from './network/paloalto.ts';
import { sonicwall } from './network/sonicwall.ts';
import { syslog } from './syslog/syslog.ts';
import { text } from './syslog/text.ts';
import { access } from './web/access.ts';
import { envoyJson, envoyText } from './web/envoy.ts';
import { apacheError, nginxError } from './web/error-log.ts';
import { haechiWaf } from './web/haechi-waf.ts';
import { haproxy } from './web/haproxy.ts';
import { modsecurity } from './web/modsecurity.ts';
import { nginxJson, nginxPlusStatus } from './web/nginx-json.ts';
import { windowsEvent } from './windows/windows-event.ts';
import { zeekJson } from './zeek/zeek-json.ts';

/** Decoders of lines, most telling first; `syslog` and `text` take what is left. */
export const LINE_DECODERS: readonly LineDecoder[] = [
  cef,
  leef,
  access,
  apacheError,
  falcoText,
  nginxError,
  haproxy,
  envoyText,
  alb,
  vpcFlow,
  fortigate,
  sonicwall,
  filterlog,
  cisco,
  paloalto,
  junos,
  mf2,
  trusguard,
  aiwaf,
  wapples,
  sniper,
  axgate,
  shadowwall,
  vforce,
  sshd,
  sudo,
  su,
  cron,
  netfilter,
  kernel,
  accounts,
  systemd,
  postfix,
  dovecot,
  bind,
  unbound,
  dnsmasq,
  windowsDns,
  dhcp,
  windowsDhcp,
  postgres,
  mysql,
  oracle,
  pairs,
  syslog,
  text,
];

/** Decoders of JSON objects, most telling first; `json` takes what is left. */
export const OBJECT_DECODERS: readonly ObjectDecoder[] = [
  windowsEvent,
  cloudtrail,
  suricata,
  zeekJson,
  kubernetes,
  gcp,
  guardduty,
  securityHub,
  okta,
  m365,
  azure,
  github,
  falco,
  osquery,
  awsWaf,
  haechiWaf,
  modsecurity,
  mysqlAudit,
  postgresJson,
  nginxPlusStatus,
  nginxJson,
  envoyJson,
  ...productDecoders,
  ecs,
  genericJson,
];

/** Below this a decoder is a generic one: never tried first because it took the last record. */
export const SPECIFIC = 0.8;

/** How sure a decoder is of a record it took; those that join lines go by a signature and are sure. */
export function decoderConfidence(name: string): number {
  return (
    LINE_DECODERS.find((decoder) => decoder.name === name)?.confidence ??
    OBJECT_DECODERS.find((decoder) => decoder.name === name)?.confidence ??
    0.98
  );
}
