import { describe, expect, test } from 'vitest';
import { hashPassword, requireStrongPassword, verifyPassword } from './passwords.ts';

describe('passwords', () => {
  test('a hash fits its password only, and is argon2id', async () => {
    const stored = await hashPassword('고요한 아침의 나라 77');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(stored, '고요한 아침의 나라 77')).toBe(true);
    expect(await verifyPassword(stored, '고요한 아침의 나라 78')).toBe(false);
  });

  test('the same password typed with composed and decomposed letters fits', async () => {
    const stored = await hashPassword('해치는 지킨다'.normalize('NFC'));
    expect(await verifyPassword(stored, '해치는 지킨다'.normalize('NFD'))).toBe(true);
  });

  test('an unknown user never fits', async () => {
    expect(await verifyPassword(undefined, 'anything at all')).toBe(false);
  });

  test.each(['password1234', 'qwertyuiop12', 'aaaaaaaaaaaa', 'P@ssw0rd2024!', 'kim.minsu2024', 'haechihaechi'])(
    'refuses the guessable %s',
    async (password) => {
      await expect(requireStrongPassword(password, ['kim.minsu'])).rejects.toMatchObject({
        code: 'password_too_common',
      });
    },
  );

  test('refuses 11 characters and accepts 12', async () => {
    await expect(requireStrongPassword('xk7#Qm2vT9p', [])).rejects.toMatchObject({ code: 'password_too_short' });
    await requireStrongPassword('xk7#Qm2vT9pz', []);
  });

  test('accepts several unrelated words', async () => {
    await requireStrongPassword('granite otter lantern mosaic', []);
  });
});
