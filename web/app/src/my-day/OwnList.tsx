// What I have asked for, each to be taken back, and the form to ask for more.
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Form } from "react-aria-components/Form";
import { ActButton } from "../parts/ActButton";
import { Empty, Failed } from "../parts/states";

type OwnListProps<T extends { id: string }> = {
  lead: string;
  none: string;
  items: T[];
  show: (one: T) => ReactNode;
  /** The words on the button that takes one back, and what it does. */
  takeBack: string;
  remove: (id: string) => Promise<unknown>;
  title: string;
  /** The words on the button that adds one, and what it does. */
  yes: string;
  add: () => Promise<unknown>;
  disabled?: boolean;
  /** The fields of the form. */
  children: ReactNode;
};

export function OwnList<T extends { id: string }>(props: OwnListProps<T>) {
  const { lead, none, items, show, takeBack, remove, title, yes, add, disabled, children } = props;
  const adding = useMutation({ mutationFn: add });
  const removing = useMutation({ mutationFn: remove });
  return (
    <>
      <p className="lead">{lead}</p>
      {items.length === 0 && <Empty>{none}</Empty>}
      <ul className="list">
        {items.map((one) => (
          <li key={one.id} className="item beside">
            {show(one)}
            <ActButton
              className="button second"
              isPending={removing.isPending && removing.variables === one.id}
              onPress={() => removing.mutate(one.id)}
            >
              {takeBack}
            </ActButton>
          </li>
        ))}
      </ul>
      {removing.error && <Failed error={removing.error} />}
      <Form
        className="part-of-form"
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate();
        }}
      >
        <h2>{title}</h2>
        {children}
        <ActButton
          type="submit"
          className="button"
          isDisabled={disabled}
          isPending={adding.isPending}
        >
          {yes}
        </ActButton>
        {adding.error && <Failed error={adding.error} />}
      </Form>
    </>
  );
}
