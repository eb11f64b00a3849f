import { Drawer, Group, Tabs } from '@mantine/core';
import { useRule } from '../../api/rules.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { LevelBadge } from '../../ui/LevelBadge.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { AttackLine } from './AttackLine.tsx';
import { ExceptionList } from './ExceptionList.tsx';
import { logsourceText } from './logsource.ts';
import { RuleFindings } from './RuleFindings.tsx';
import { RuleSwitch } from './RuleSwitch.tsx';

interface Props {
  readonly id: string;
  readonly onClose: () => void;
}

/** One rule: as written, what it found, and what was declared normal for it. */
export function RuleDrawer({ id, onClose }: Props) {
  const { t, lang } = useI18n();
  const rule = useRule(id);
  return (
    <Drawer
      opened
      onClose={onClose}
      title={rule.data?.title[lang] ?? t('rules.rule')}
      size={640}
      withOverlay={false}
      trapFocus={false}
      closeOnClickOutside={false}
      shadow="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 120 }}
    >
      <Loaded query={rule} height={300}>
        {(data) => (
          <>
            <Group gap="md" mb="sm">
              <RuleSwitch rule={data} />
              <LevelBadge level={data.level} />
              <AttackLine tags={data.attack} />
              <span className="mono">{logsourceText(data.logsource)}</span>
            </Group>
            <Tabs defaultValue="findings" keepMounted={false}>
              <Tabs.List mb="xs">
                <Tabs.Tab value="findings">{t('rules.findings')}</Tabs.Tab>
                <Tabs.Tab value="exceptions">{t('exception.list')}</Tabs.Tab>
                <Tabs.Tab value="yaml">{t('rules.yaml')}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="findings">
                <RuleFindings ruleId={id} />
              </Tabs.Panel>
              <Tabs.Panel value="exceptions">
                <ExceptionList ruleId={id} />
              </Tabs.Panel>
              <Tabs.Panel value="yaml">
                <CopyBlock code={data.yaml} label={t('rules.yaml')} />
              </Tabs.Panel>
            </Tabs>
          </>
        )}
      </Loaded>
    </Drawer>
  );
}
