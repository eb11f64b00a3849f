import type { Criticality } from '@haechi/event';
import type { Employment } from './entry.ts';

/** Words by which people fill in a table, in the languages of the console and as they are met in asset lists. */
function words<Value>(...entries: readonly (readonly [Value, ...string[]])[]): ReadonlyMap<string, Value> {
  return new Map(entries.flatMap(([value, ...names]) => names.map((name) => [name, value] as const)));
}

export const CRITICALITY_WORDS = words<Criticality>(
  ['low', 'low', 'l', '낮음', '하', '低', '低い'],
  ['medium', 'medium', 'moderate', 'normal', 'm', '보통', '중', '중간', '中', '普通'],
  ['high', 'high', 'important', 'h', '높음', '상', '高', '高い'],
  ['critical', 'critical', 'very high', 'c', '심각', '매우 높음', '매우높음', '최상', '긴급', '重大', '最高', '極めて高い'],
); // biome-ignore format: a table

export const EMPLOYMENT_WORDS = words<Employment>(
  ['active', 'active', 'employed', '재직', '재직중', '재직 중', '사용', '활성', '在籍', '在籍中', '有効'],
  ['leave', 'leave', 'on leave', '휴직', '휴직중', '휴직 중', '休職', '休職中'],
  ['left', 'left', 'terminated', 'inactive', 'disabled', '퇴사', '퇴직', '퇴사자', '비활성', '退職', '退社', '無効'],
);

export const YES_WORDS = words<boolean>(
  [true, 'yes', 'y', 'true', '1', 'o', '예', '네', '있음', '특권', 'はい', '有', '有り', 'あり', '○'],
  [false, 'no', 'n', 'false', '0', 'x', '-', '아니오', '아니요', '없음', '일반', 'いいえ', '無', '無し', 'なし', '×'],
);
