import { Link } from '@tanstack/react-router';
import { useDeletePack, usePacks } from '../../api/packs.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { PackUpload } from './PackUpload.tsx';

/** Rules of one's own: uploaded as a zip or folder, listed with what was refused and why. */
export function PacksScreen() {
  const { t } = useI18n();
  const packs = usePacks();
  const remove = useDeletePack();
  const notify = useNotify();
  const mayChange = useHasRole('admin');
  return (
    <Page title={t('packs.title')} detail={<Link to="/rules">{t('packs.back')}</Link>}>
      {mayChange && <PackUpload />}
      <Panel title={t('packs.list')} flush>
        <Loaded query={packs}>
          {({ rows }) =>
            rows.length === 0 ? (
              <EmptyState compact icon="upload" title={t('packs.none')} hint={t('packs.noneHint')} />
            ) : (
              <PlainTable
                label={t('packs.list')}
                head={[t('packs.name'), t('nav.tenant'), t('packs.files'), t('packs.uploaded'), t('common.actions')]}
                right={[2]}
                rows={rows.map((pack) => ({
                  id: `${pack.tenant} ${pack.name}`,
                  cells: [
                    pack.name,
                    <span key="tenant" className="mono">
                      {pack.tenant}
                    </span>,
                    pack.files,
                    <span key="uploaded">
                      {pack.uploadedBy} <Time iso={pack.uploaded} as="minute" />
                    </span>,
                    <ConfirmButton
                      key="delete"
                      label={t('packs.delete')}
                      question={t('packs.deleteQuestion', { name: pack.name })}
                      disabled={!mayChange}
                      onConfirm={() =>
                        remove.mutate(pack.name, {
                          onSuccess: () => notify.done(t('packs.deleted', { name: pack.name })),
                          onError: notify.failed,
                        })
                      }
                    />,
                  ],
                }))}
              />
            )
          }
        </Loaded>
      </Panel>
    </Page>
  );
}
