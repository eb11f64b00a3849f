import { Alert, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type InventoryTable, usePutRow, useRemoveRow } from '../../api/inventory.ts';
import { useHasRoleIn, useHomeTenant } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { TenantSelect } from '../../ui/TenantSelect.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { eventsOf } from './eventsOf.ts';
import { useRowProblem } from './useRowProblem.ts';

interface Props {
  readonly table: InventoryTable;
  readonly title: string;
  /** Tenant of a row that is there already. */
  readonly tenant: string | undefined;
  readonly row: { readonly name: string };
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The frame around the fields of a row: saves and removes it, or says why that is not to be done here. */
export function RowDialog({ table, title, tenant, row, onClose, children }: Props) {
  const { t } = useI18n();
  const notify = useNotify();
  const home = useHomeTenant();
  const put = usePutRow(table);
  const remove = useRemoveRow(table);
  const [chosen, setChosen] = useState(tenant ?? home);
  const mayChange = useHasRoleIn('responder', chosen);
  const name = row.name.trim();
  const problem = useRowProblem(put.error);
  const leave = (message: string) => () => {
    notify.done(message);
    onClose();
  };
  return (
    <FormDialog
      title={title}
      submit={t('common.save')}
      canSubmit={name !== '' && mayChange}
      busy={put.isPending}
      error={problem === undefined ? (put.error ?? remove.error) : undefined}
      onClose={onClose}
      onSubmit={() => put.mutate({ tenant: chosen, row }, { onSuccess: leave(t('inventory.saved', { name })) })}
    >
      {problem !== undefined && (
        <Alert color="red" variant="light" role="alert" icon={<Icon name="warning" />} title={problem.what}>
          {problem.value !== '' && <span className="mono">{problem.value}</span>}
        </Alert>
      )}
      {tenant !== undefined && !mayChange && <div>{t('inventory.inherited', { tenant })}</div>}
      {children}
      {tenant === undefined ? (
        <TenantSelect value={chosen} onChange={setChosen} />
      ) : (
        <Group justify="space-between">
          <Link to="/search" search={{ q: eventsOf(table, row.name) }}>
            {t('inventory.events')}
          </Link>
          <ConfirmButton
            label={t('inventory.remove')}
            question={t('inventory.removeQuestion', { name })}
            disabled={!mayChange}
            onConfirm={() => remove.mutate({ tenant, name }, { onSuccess: leave(t('inventory.removed', { name })) })}
          />
        </Group>
      )}
    </FormDialog>
  );
}
