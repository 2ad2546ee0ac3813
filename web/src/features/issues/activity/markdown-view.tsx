import { Fragment, type ReactNode, useMemo } from "react";
import { type Block, type Inline, parseMarkdown } from "~/lib/markdown";

/** A comment: nodes made of text, nothing that a browser would take for markup. */
export function MarkdownView({ text, names }: { text: string; names: readonly string[] }) {
  const blocks = useMemo(() => parseMarkdown(text, names), [text, names]);
  return <div className="md-v">{blocks.map((block, i) => <Fragment key={i}>{blockNode(block)}</Fragment>)}</div>;
}

function blockNode(block: Block): ReactNode {
  switch (block.kind) {
    case "p": return <p>{inlineNodes(block.children)}</p>;
    case "quote": return <blockquote>{inlineNodes(block.children)}</blockquote>;
    case "heading": return <p className="md-h"><b>{inlineNodes(block.children)}</b></p>;
    case "code": return <pre tabIndex={0}>{block.text}</pre>;
    case "ul": return <ul>{block.items.map((item, i) => <li key={i}>{inlineNodes(item)}</li>)}</ul>;
    case "ol": return <ol start={block.start}>{block.items.map((item, i) => <li key={i}>{inlineNodes(item)}</li>)}</ol>;
    default: return <hr />;
  }
}

function inlineNodes(children: readonly Inline[]): ReactNode {
  return children.map((each, i) => <Fragment key={i}>{inlineNode(each)}</Fragment>);
}

function inlineNode(each: Inline): ReactNode {
  switch (each.kind) {
    case "text": return each.text;
    case "code": return <code>{each.text}</code>;
    case "strong": return <b>{inlineNodes(each.children)}</b>;
    case "em": return <em>{inlineNodes(each.children)}</em>;
    case "del": return <del>{inlineNodes(each.children)}</del>;
    case "mention": return <span className="mention">{each.text}</span>;
    // The address is shown in full: a reader sees where a link leads before following it.
    case "link": return <>{each.text !== each.href && `${each.text} `}<a className="link" href={each.href} target="_blank" rel="noopener noreferrer">{each.href}</a></>;
    default: return <br />;
  }
}
