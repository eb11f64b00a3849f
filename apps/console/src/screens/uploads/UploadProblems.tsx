import type { Upload } from '@haechi/platform/api/schemas/uploads.ts';
import { Alert } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** Files and members of an upload that could not be read: which, and why. */
export function UploadProblems({ upload }: { readonly upload: Upload }) {
  const { t, tn, find } = useI18n();
  const { problems, problemCount, status } = upload;
  if (status === 'failed' && problemCount === 0)
    return <Alert color="red" icon={<Icon name="warning" />} title={t('uploads.failedHint')} />;
  if (problemCount === 0) return null;
  return (
    <Alert color="yellow" icon={<Icon name="warning" />} title={tn('uploads.problems', problemCount)}>
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {problems.map(({ source, reason, detail }) => (
          <li key={`${source} ${reason}`}>
            <span className="mono">{source}</span>
            <div title={detail}>{find(`uploads.reasons.${reason}`) ?? `${reason}: ${detail}`}</div>
          </li>
        ))}
      </ul>
      {problemCount > problems.length && tn('uploads.moreProblems', problemCount - problems.length)}
    </Alert>
  );
}
