import { IconBolt, IconDroplet, IconFlame, type TablerIcon } from "@tabler/icons-react";
import type { Service } from "@/backend/wire";
import classes from "./ServiceMark.module.css";
import { useWords } from "./words";

const icons: Record<Service, TablerIcon> = {
  electricity: IconBolt,
  water: IconDroplet,
  gas: IconFlame,
};

type Props = {
  service: Service;
  /** tile: a square for lists; inline: icon and word; icon: the word for screen readers only. */
  look?: "tile" | "inline" | "icon";
};

/** A service by colour, icon and word together. */
export function ServiceMark({ service, look = "inline" }: Props) {
  const t = useWords("shared");
  const Icon = icons[service];
  const word = t(`service.${service}`);
  return (
    <span className={classes.mark} data-service={service} data-look={look} title={look === "inline" ? undefined : word}>
      <span className={classes.icon}>
        <Icon aria-hidden="true" size={look === "tile" ? "1.25rem" : "1rem"} stroke={1.75} />
      </span>
      <span className={look === "inline" ? classes.word : "cf-visually-hidden"}>{word}</span>
    </span>
  );
}
