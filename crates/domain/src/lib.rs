//! Our nouns and laws: organisation, project, issue life cycle, outcomes, event query tree, search syntax; pure.
