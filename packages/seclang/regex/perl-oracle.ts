import { spawnSync } from 'node:child_process';

/** A pattern and the strings to match it against, one character a byte. */
export interface Question {
  readonly pattern: string;
  readonly subjects: readonly string[];
}

/** Whether there is a Perl to ask. For tests only: the product never runs it. */
export function hasPerl(): boolean {
  return spawnSync('perl', ['-e', '1']).status === 0;
}

// PCRE follows Perl. /s is DOTALL; subjects that end in a newline are left out by the caller, because Perl has no
// DOLLAR_ENDONLY. Bytes without the UTF-8 flag fold and classify as ASCII, as PCRE does in the C locale.
const SCRIPT = String.raw`
use strict; use warnings; no warnings;
while (my $line = <STDIN>) {
  chomp $line;
  my ($pattern, @subjects) = split / /, $line, -1;
  my $source = pack('H*', $pattern);
  my $regex = eval { qr/$source/s };
  if (!defined $regex) { print "refused\n"; next; }
  my @answers;
  for my $hex (@subjects) {
    my $subject = pack('H*', $hex);
    if ($subject =~ $regex) {
      push @answers, join(',', map { defined $-[$_] ? unpack('H*', substr($subject, $-[$_], $+[$_] - $-[$_])) : '-' } 0 .. $#+);
    } else { push @answers, '!'; }
  }
  print join(' ', @answers), "\n";
}
`;

/**
 * What Perl makes of each question: the groups of the first match for each subject, `undefined` for no match; the whole
 * is `undefined` where Perl refuses the pattern.
 */
export function askPerl(questions: readonly Question[]): ((string | undefined)[] | undefined)[][] {
  const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
  const input = questions.map(({ pattern, subjects }) => [hex(pattern), ...subjects.map(hex)].join(' ')).join('\n');
  const { stdout, stderr, status } = spawnSync('perl', ['-e', SCRIPT], { input: `${input}\n`, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`perl: ${stderr.toString()}`);
  return stdout
    .toString('latin1')
    .split('\n')
    .slice(0, -1)
    .map((line) => (line === 'refused' ? [] : line.split(' ').map(groupsOf)));
}

function groupsOf(answer: string): (string | undefined)[] | undefined {
  if (answer === '!') return undefined;
  return answer.split(',').map((group) => (group === '-' ? undefined : Buffer.from(group, 'hex').toString('latin1')));
}
