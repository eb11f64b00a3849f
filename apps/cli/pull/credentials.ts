import { readFileSync } from 'node:fs';
import { HaechiError } from '@haechi/event';

/** Keys of an identity of the object store. They are signed with and never shown. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Names as in the file; those of the environment are the same in capitals. */
const NAMES = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'] as const;
const FILE_CHARS = 1024 ** 2;

/**
 * From the file where one is named, else from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
 *
 * @throws HaechiError `pull_credentials_missing`, `file_unreadable`
 */
export function credentialsOf(
  file: string | undefined,
  profile: string,
  environment: Readonly<Record<string, string | undefined>>,
): Credentials {
  const values = file === undefined ? undefined : profileIn(read(file), profile);
  const [accessKeyId, secretAccessKey, sessionToken] = NAMES.map(
    (name) => (file === undefined ? environment[name.toUpperCase()] : values?.get(name)) || undefined,
  );
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new HaechiError('pull_credentials_missing', {
      what: 'there are no keys to sign requests with',
      where: file === undefined ? 'environment' : `${file} [${profile}]`,
      remedy:
        'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give a file in the AWS format with --credentials-file and its section with --profile',
    });
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** The values of one section ("Configuration and credential file settings", AWS CLI User Guide). */
function profileIn(text: string, profile: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let isIn = false;
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed.startsWith('[') && trimmed.endsWith(']')) isIn = trimmed.slice(1, -1).trim() === profile;
    const equals = trimmed.indexOf('=');
    if (!isIn || equals < 0 || /^[#;]/.test(trimmed)) continue;
    values.set(trimmed.slice(0, equals).trim().toLowerCase(), trimmed.slice(equals + 1).trim());
  }
  return values;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(0, FILE_CHARS);
  } catch (cause) {
    throw new HaechiError('file_unreadable', {
      what: 'the file with the keys cannot be read',
      where: file,
      remedy: 'let this user read it, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead',
      cause,
    });
  }
}
