import { LANGS, type Lang, text } from '@haechi/locales';
import type { InventoryRows, InventoryTable } from './entry.ts';

type Field<Table extends InventoryTable> = keyof InventoryRows[Table] & string;

/** Names of columns as they are met in files, beside the field's own name and its title in each language. */
const ALSO: { readonly [Table in InventoryTable]: Readonly<Record<Field<Table>, readonly string[]>> } = {
  assets: {
    name: ['asset', 'asset name', 'asset id', 'ci name', '자산', '자산명', '이름', '장비명', '관리번호', '名前', '機器名'],
    addresses: ['address', 'ip', 'ips', 'ip address', 'ip addresses', 'network', 'cidr', 'mac', 'ip주소', 'IP 대역', '대역', '주소', 'ipアドレス', 'アドレス'],
    hosts: ['host', 'hostname', 'hostnames', 'host name', 'host names', 'fqdn', 'computer name', '호스트', '호스트명', '호스트 이름', '컴퓨터 이름', 'ホスト', 'コンピューター名'],
    owner: ['owner name', 'responsible', '소유자', '관리자', '책임자', '所有者', '管理者', '担当者'],
    department: ['dept', 'team', 'division', '부서명', '팀', '소속', '部門', '所属'],
    site: ['location', 'office', '사업장', '위치', '지점', '설치 위치', '場所', '設置場所'],
    criticality: ['importance', 'impact', 'grade', '중요도', '등급', '중요 등급', '보안 등급', '重要性', '等級'],
    tags: ['tag', 'label', 'labels', '분류', 'ラベル', '分類'],
    os: ['operating system', 'platform', '운영 체제', 'ostype', 'オペレーティングシステム'],
    note: ['notes', 'comment', 'description', 'remarks', '메모', '설명', '비고', '説明', '摘要'],
  },
  users: {
    name: ['user', 'user name', 'username', 'account', 'account name', 'login', 'samaccountname', 'uid', '사용자', '사용자명', '아이디', 'ID', '사용자 id', 'ユーザー', 'ユーザー名', 'ユーザーid'],
    email: ['e-mail', 'mail', 'email address', 'userprincipalname', '메일', '전자우편', '이메일 주소', 'メールアドレス'],
    aliases: ['alias', 'other names', 'sid', 'user id', 'employee id', '별칭', '다른 계정', '사번', '社員番号', '別アカウント'],
    fullName: ['full name', 'display name', 'displayname', 'real name', '성명', '이름', '사용자 이름', '표시 이름', '表示名', '名前'],
    department: ['dept', 'team', 'division', '부서명', '팀', '소속', '部門', '所属'],
    title: ['job title', 'position', 'role', '직위', '직책', '職位', '職名'],
    privileged: ['admin', 'is admin', 'privileged account', '관리자', '관리자 여부', '특권', '관리자 권한', '管理者', '特権'],
    status: ['employment', 'state', '재직 여부', '재직', '상태', '在籍'],
    criticality: ['importance', 'impact', 'grade', '중요도', '등급', '重要性', '等級'],
    manager: ['manager name', 'supervisor', '관리자 이름', '팀장', '상급자', '상사', '上長', '責任者'],
  },
}; // biome-ignore format: a table

/** Fields of a table in the order of its file. */
export function fieldsOf<Table extends InventoryTable>(table: Table): Field<Table>[] {
  return Object.keys(ALSO[table]) as Field<Table>[];
}

/** Titles of the columns for a person. */
export function titlesIn(lang: Lang, table: InventoryTable): string[] {
  return fieldsOf(table).map((field) => text(lang, `api.inventory.${table}.${field}`));
}

const RECOGNISED = { assets: recognised('assets'), users: recognised('users') };

/** The field that a column is of; `undefined` where its name says nothing. */
export function fieldOfColumn(table: InventoryTable, column: string): string | undefined {
  return RECOGNISED[table].get(plain(column));
}

function recognised(table: InventoryTable): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const names = ALSO[table] as Readonly<Record<string, readonly string[]>>;
  for (const field of fieldsOf(table)) {
    const titles = LANGS.map((lang) => text(lang, `api.inventory.${table}.${field}`));
    for (const name of [field, ...titles, ...(names[field] ?? [])])
      if (!found.has(plain(name))) found.set(plain(name), field);
  }
  return found;
}

/** Case, blanks and the marks between words make no difference. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_*().·-]/g, '');
}
