import type { Parser } from '@haechi/platform/api/schemas/parsers.ts';
import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useParsers } from '../../api/parsers.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { ParserExamples } from './ParserExamples.tsx';

/** A tenant's own ways of reading its logs, with what it inherits. */
export function ParsersScreen() {
  const { t } = useI18n();
  const parsers = useParsers();
  const mayChange = useHasRole('responder');
  const add = mayChange && (
    <Button
      size="xs"
      leftSection={<Icon name="plus" size={14} />}
      renderRoot={(props) => <Link to="/parsers/$id" params={{ id: 'new' }} {...props} />}
    >
      {t('parsers.add')}
    </Button>
  );
  return (
    <Page title={t('nav.parsers')} detail={t('parsers.hint')} actions={add}>
      <Panel title={t('parsers.list')} flush>
        <Loaded query={parsers}>
          {({ rows }) =>
            rows.length === 0 ? (
              <>
                <EmptyState icon="parsers" title={t('parsers.none')} hint={t('parsers.noneHint')} />
                <div style={{ padding: '0 14px 14px' }}>
                  <ParserExamples mayChange={mayChange} />
                </div>
              </>
            ) : (
              <PlainTable
                label={t('parsers.list')}
                head={[
                  t('parsers.name'),
                  t('parsers.kind'),
                  t('parsers.match'),
                  t('parsers.state'),
                  t('parsers.updated'),
                  t('nav.tenant'),
                  t('parsers.events'),
                ]}
                rows={rows.map((parser) => ({ id: parser.id, cells: cellsOf(parser, t) }))}
              />
            )
          }
        </Loaded>
      </Panel>
    </Page>
  );
}

function cellsOf(parser: Parser, t: ReturnType<typeof useI18n>['t']) {
  return [
    <Link key="name" to="/parsers/$id" params={{ id: parser.id }}>
      {parser.name}
    </Link>,
    t(`parsers.kinds.${parser.kind}`),
    <span key="match" className="mono">
      {(['source', 'sourcetype', 'service', 'program', 'contains'] as const)
        .filter((name) => parser.match[name] !== undefined)
        .map((name) => `${t(`parsers.conditions.${name}`)}=${parser.match[name]}`)
        .join(' · ')}
    </span>,
    <ParserState key="state" parser={parser} />,
    <span key="updated">
      {parser.updatedBy} <Time iso={parser.updated} as="minute" />
    </span>,
    <span key="tenant" className="mono">
      {parser.tenant}
    </span>,
    <Link key="events" to="/search" search={{ q: `event.dataset:custom.${parser.name}` }}>
      {t('parsers.show')}
    </Link>,
  ];
}

/** Whether it reads; a stored one that is not taken any more says why. */
function ParserState({ parser: { enabled, problem } }: { readonly parser: Parser }) {
  const { t } = useI18n();
  if (problem === undefined) return t(enabled ? 'parsers.enabled' : 'parsers.disabled');
  return (
    <Text c="var(--mantine-color-error)" size="sm" maw={320}>
      <strong>{t('parsers.broken')}</strong>
      <br />
      {problem}
    </Text>
  );
}
