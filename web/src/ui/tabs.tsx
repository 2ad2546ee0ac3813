/** Parts of one page. Views that have an address are links (`nav.tabs`); these are for what has none. */
import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { Icon } from "./icon";
import type { IconName } from "./icon-paths";

export interface Tab<T extends string> {
  id: T;
  label: ReactNode;
  icon?: IconName;
  count?: ReactNode;
  content: ReactNode;
}

interface Props<T extends string> {
  label: string;
  value: T;
  tabs: ReadonlyArray<Tab<T>>;
  onChange: (id: T) => void;
}

export function Tabs<T extends string>({ label, value, tabs, onChange }: Props<T>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <Base.List className="tabs in" aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.id} value={tab.id} className="tab">
            {tab.icon && <Icon name={tab.icon} />}
            {tab.label}
            {tab.count !== undefined && <span className="n">{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => <Base.Panel key={tab.id} value={tab.id} className="tabp">{tab.content}</Base.Panel>)}
    </Base.Root>
  );
}
