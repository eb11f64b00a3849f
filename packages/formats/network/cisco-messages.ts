/** One message of the ASA (Cisco "Secure Firewall ASA Series Syslog Messages"). */
export interface AsaMessage {
  readonly kind: 'connection' | 'login' | 'command' | 'alert' | 'account';
  /** What it means when the text has no word for it. */
  readonly action: string;
  readonly outcome?: 'success' | 'failure';
  readonly pattern: RegExp;
}

const IP = '[0-9a-fA-F.:]{2,45}';
const NAME = '[^\\s:/()]{1,64}';

/** `outside:1.2.3.4/443` with an optional `(…)` behind, named by side. */
function peer(side: 's' | 'd'): string {
  const [address, port, iface] = side === 's' ? ['src', 'sport', 'in'] : ['dst', 'dport', 'out'];
  return `(?:(?<${iface}>${NAME}):)?(?<${address}>${IP}|${NAME})(?:/(?<${port}>\\d{1,5}))?(?:\\([^)]{0,64}\\))?(?: ?\\([^)]{0,96}\\)){0,2}`;
}

const BUILT = new RegExp(
  `^Built (?<direction>inbound|outbound) (?<proto>\\w{2,8}) connection (?<connection>\\d+) for ${peer('s')} to ${peer('d')}`,
);
const TEARDOWN = new RegExp(
  `^Teardown (?<proto>\\w{2,8}) connection (?<connection>\\d+) for ${peer('s')} to ${peer('d')} duration (?<duration>[\\d:]+) bytes (?<bytes>\\d+)(?: (?<reason>[^(]{2,64}))?`,
);
const BUILT_ICMP = new RegExp(
  `^(?:Built|Teardown) (?:inbound |outbound )?(?<proto>ICMP) connection for faddr (?<src>${IP})/\\d+(?:\\([^)]*\\))? gaddr ${IP}/\\d+(?:\\([^)]*\\))? laddr (?<dst>${IP})/\\d+`,
);
const DENY_ACL = new RegExp(
  `^Deny (?:protocol )?(?<proto>\\w{1,8}) src ${peer('s')} dst ${peer('d')}.{0,64}? by access-group "(?<rule>[^"]{1,128})"`,
);
const ACCESS_LIST = new RegExp(
  `^access-list (?<rule>\\S{1,128}) (?<action>permitted|denied|est-allowed) (?<proto>\\w{1,8})(?: for user '[^']*')? (?<in>${NAME})/(?<src>${IP})\\((?<sport>\\d{1,5})\\)(?: ?\\([^)]*\\))? -> (?<out>${NAME})/(?<dst>${IP})\\((?<dport>\\d{1,5})\\)`,
);
const DENY_FROM = new RegExp(
  `^(?:Inbound |Deny |Dropped |Denied )?(?:inbound )?(?<proto>TCP|UDP|IP|ICMP|tcp|udp|icmp)? ?(?:connection denied |\\(no connection\\) |access denied by ACL |request discarded )?(?:from |src )?${peer('s')} (?:to|dst) ${peer('d')}`,
);
const LOGIN = new RegExp(
  `^(?:Login|[A-Za-z]+ login) (?:permitted|denied) from (?<src>${IP})(?:/(?<sport>\\d{1,5}))? to (?:(?<out>${NAME}):)?(?<dst>${IP})(?:/(?<service>\\w{2,16}))? for user "(?<user>[^"]{0,64})"`,
);
const AAA =
  /^AAA (?:user )?(?:authentication|authorization|accounting|transaction) (?:Successful|Rejected|status|Failed)[^:]{0,16}: (?:reason = (?<reason>[^:]{1,64}) : )?(?:server = {1,2}(?<server>\S{2,45}) : )?user = {1,2}'?(?<user>[^'\s:]{1,64})'?(?: : user IP = {1,2}(?<src>\S{2,45}))?/;
const USER_AUTH =
  /^User authentication (?<result>succeeded|failed): (?:IP address: (?<src>\S{2,45}), )?Uname: (?<user>\S{1,64})/;
const COMMAND =
  /^User '(?<user>[^']{0,64})'(?:, running '[^']*' from IP (?<src>\S{2,45}),)? executed(?: the)? '?(?<command>[^']*)'?(?: command)?/;
const VPN =
  /^Group [=<]? ?(?<group>[^,>]{0,64})>?,? User(?:name)? [=<]? ?(?<user>[^,>]{0,64})>?,? IP [=<]? ?(?<src>[0-9a-fA-F.:]{2,45})>?,?(?<rest>.*)$/;
const DISCONNECTED =
  /^Group = (?<group>[^,]{0,64}), Username = (?<user>[^,]{0,64}), IP = (?<src>[0-9a-fA-F.:]{2,45}), Session disconnected\. Session Type: (?<session>[^,]{1,64}), Duration: (?<duration>[^,]{1,32}), Bytes xmt: (?<sent>\d+), Bytes rcv: (?<received>\d+), Reason: (?<reason>.{1,96})$/;

const TRANSLATION = new RegExp(
  `^(?:Built|Teardown) (?:dynamic|static) (?<proto>\\w{2,8}) translation from ${peer('s')} to ${peer('d')}`,
);
const BYPASS = new RegExp(
  `^(?:Built|Teardown) (?<proto>\\w{2,8}) state-bypass connection (?<connection>\\d+) (?:from|for) ${peer('s')} to ${peer('d')}(?: duration (?<duration>[\\d:]+) bytes (?<bytes>\\d+))?(?: (?<reason>[^(]{2,64}))?`,
);
const REVERSE_PATH = new RegExp(`; Connection (?:for |protocol )?(?<proto>\\w{2,8}) src ${peer('s')} dst ${peer('d')}`);
const URL_ACCESSED = new RegExp(
  `^(?<src>${IP})(?:\\([^)]{0,64}\\))? Accessed (?:JAVA )?URL (?<dst>${IP}):(?<url>.{1,2048})$`,
);
const URL_DENIED = new RegExp(
  `^Access denied URL (?<url>\\S{1,2048}) SRC (?<src>${IP})(?:\\([^)]{0,64}\\))? DEST (?<dst>${IP})`,
);
const BOTNET = new RegExp(
  `^Dynamic [Ff]ilter (?<action>\\w{2,16}) (?:black|grey|white|block|allow)-?list(?:ed)? (?<proto>\\w{2,8}) traffic from ${peer('s')} to ${peer('d')}`,
);
const SHUNNED = new RegExp(`^Shunned packet: (?<src>${IP}) ==> (?<dst>${IP}) on interface (?<in>\\S{1,64})`);
const ICMP_DENIED = new RegExp(
  `^Denied (?<proto>ICMP|ICMPv6|IPv6-ICMP) type=\\d{1,3}, code=\\d{1,3} from (?<src>${IP}) on interface (?<in>\\S{1,64})`,
);
const FTP = new RegExp(
  `^FTP connection from ${peer('s')} to ${peer('d')}, user (?<user>\\S{1,64}) (?<action>\\w{2,16}) file (?<file>.{1,512})$`,
);
const USER_PEERS = new RegExp(
  `^Auth\\w{2,20} (?:succeeded|failed|denied|permitted) (?:\\([^)]{0,64}\\) )?for user '?(?<user>[^'\\s]{0,64})'? from ${peer('s')} to ${peer('d')}`,
);
const PRIVILEGE = /^User priv level changed: Uname: (?<user>\S{1,64}) From: (?<from>\d+) To: (?<to>\d+)/;
const ACCOUNT = /^(?:New user added to|User deleted from) local dbase: Uname: (?<user>\S{1,64})/;

function connection(action: string, pattern: RegExp): AsaMessage {
  return { kind: 'connection', action, pattern };
}

function login(action: string, outcome: 'success' | 'failure' | undefined, pattern: RegExp): AsaMessage {
  return { kind: 'login', action, ...(outcome === undefined ? {} : { outcome }), pattern };
}

/** Messages with a pattern of their own, by number. */
export const ASA_MESSAGES: ReadonlyMap<string, AsaMessage> = new Map([
  ['302013', connection('built', BUILT)],
  ['302015', connection('built', BUILT)],
  ['302014', connection('close', TEARDOWN)],
  ['302016', connection('close', TEARDOWN)],
  ['302020', connection('built', BUILT_ICMP)],
  ['302021', connection('close', BUILT_ICMP)],
  ['305011', connection('translation-built', TRANSLATION)],
  ['305012', connection('translation-closed', TRANSLATION)],
  ['302303', connection('built', BYPASS)],
  ['302304', connection('close', BYPASS)],
  ['305013', connection('deny', REVERSE_PATH)],
  ['304001', connection('permitted', URL_ACCESSED)],
  ['304002', connection('deny', URL_DENIED)],
  ['313001', connection('deny', ICMP_DENIED)],
  ['313008', connection('deny', ICMP_DENIED)],
  ['303002', connection('permitted', FTP)],
  ['338001', { kind: 'alert', action: 'monitored', pattern: BOTNET }],
  ['338002', { kind: 'alert', action: 'monitored', pattern: BOTNET }],
  ['338003', { kind: 'alert', action: 'monitored', pattern: BOTNET }],
  ['338004', { kind: 'alert', action: 'monitored', pattern: BOTNET }],
  ['338005', { kind: 'alert', action: 'dropped', pattern: BOTNET }],
  ['338006', { kind: 'alert', action: 'dropped', pattern: BOTNET }],
  ['338007', { kind: 'alert', action: 'dropped', pattern: BOTNET }],
  ['338008', { kind: 'alert', action: 'dropped', pattern: BOTNET }],
  ['401004', { kind: 'alert', action: 'dropped', pattern: SHUNNED }],
  ['109005', login('aaa-authentication', 'success', USER_PEERS)],
  ['109006', login('aaa-authentication', 'failure', USER_PEERS)],
  ['109007', login('aaa-authorization', 'success', USER_PEERS)],
  ['109008', login('aaa-authorization', 'failure', USER_PEERS)],
  ['502101', { kind: 'account', action: 'user-added', pattern: ACCOUNT }],
  ['502102', { kind: 'account', action: 'user-deleted', pattern: ACCOUNT }],
  ['502103', { kind: 'account', action: 'privilege-changed', pattern: PRIVILEGE }],
  ['106023', connection('deny', DENY_ACL)],
  ['106100', connection('permitted', ACCESS_LIST)],
  ['106102', connection('permitted', ACCESS_LIST)],
  ['106001', connection('deny', DENY_FROM)],
  ['106006', connection('deny', DENY_FROM)],
  ['106007', connection('deny', DENY_FROM)],
  ['106014', connection('deny', DENY_FROM)],
  ['106015', connection('deny', DENY_FROM)],
  ['106021', connection('deny', DENY_FROM)],
  ['710003', connection('deny', DENY_FROM)],
  ['710005', connection('deny', DENY_FROM)],
  ['605004', login('login', 'failure', LOGIN)],
  ['605005', login('login', 'success', LOGIN)],
  ['113004', login('aaa-authentication', 'success', AAA)],
  ['113005', login('aaa-authentication', 'failure', AAA)],
  ['113012', login('aaa-authentication', 'success', AAA)],
  ['113015', login('aaa-authentication', 'failure', AAA)],
  ['113019', login('session-disconnected', 'success', DISCONNECTED)],
  ['113039', login('vpn-session-started', 'success', VPN)],
  ['716001', login('webvpn-session-started', 'success', VPN)],
  ['716002', login('webvpn-session-ended', 'success', VPN)],
  ['716039', login('webvpn-authentication', 'failure', VPN)],
  ['722022', login('vpn-connection-established', 'success', VPN)],
  ['722051', login('vpn-address-assigned', 'success', VPN)],
  ['611101', login('user-authentication', 'success', USER_AUTH)],
  ['611102', login('user-authentication', 'failure', USER_AUTH)],
  ['111008', { kind: 'command', action: 'command-executed', pattern: COMMAND }],
  ['111009', { kind: 'command', action: 'command-executed', pattern: COMMAND }],
  ['111010', { kind: 'command', action: 'command-executed', pattern: COMMAND }],
]);

/** An address with its port and interface anywhere in a text. */
export const PERIMETER =
  /(?:[A-Za-z][\w.-]{0,32}:)?(?<ip>\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{0,4}){2,7})(?:[/:](?<port>\d{1,5})\b)?/g;
