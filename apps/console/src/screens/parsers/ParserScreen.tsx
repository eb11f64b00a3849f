import type { Parser } from '@haechi/platform/api/schemas/parsers.ts';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useParser } from '../../api/parsers.ts';
import { useHomeTenant } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { exampleOf } from './examples.ts';
import { ParserEditor } from './ParserEditor.tsx';
import { pastedFor } from './pasted.ts';

const route = getRouteApi('/signed-in/parsers/$id');

/** One parser: a new one, begun with an example, or one that is there. */
export function ParserScreen() {
  const { id } = route.useParams();
  return id === 'new' ? <NewParser /> : <SavedParser key={id} id={id} />;
}

function NewParser() {
  const { t } = useI18n();
  const { example } = route.useSearch();
  const tenant = useHomeTenant();
  const from = example === undefined ? undefined : exampleOf(example, t);
  const draft = {
    tenant,
    name: '',
    kind: example ?? 'dissect',
    expression: from?.expression ?? '',
    match: {},
  } as const;
  return (
    <Page title={t('parsers.add')} detail={<Link to="/parsers">{t('parsers.back')}</Link>}>
      <ParserEditor key={example} parser={{ ...draft, enabled: true }} lines={from?.lines.join('\n') ?? ''} />
    </Page>
  );
}

function SavedParser({ id }: { readonly id: string }) {
  const { t } = useI18n();
  const parser = useParser(id);
  return (
    <Page title={parser.data?.name ?? t('parsers.one')} detail={<Link to="/parsers">{t('parsers.back')}</Link>}>
      <Loaded query={parser} height={500}>
        {(data: Parser) => <ParserEditor parser={data} lines={pastedFor(id)} />}
      </Loaded>
    </Page>
  );
}
