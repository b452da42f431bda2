// Conditions, evaluated. Reads the trees that normbook/conditions.py writes and gives the verdict that its `evaluate`
// gives, in the same words: a test compares the two. Three values: true, false, and null where an answer is not known
// that could still decide. What is not known satisfies nothing, not even under "not".
(() => {
  "use strict";

  const PHRASES = {
    ">=": ["at least ", "below "], "<=": ["at most ", "above "], ">": ["above ", "at most "],
    "<": ["below ", "at least "], "==": ["", "other than "],
  };

  // A part that names one question or taxonomy. `stands` is the answer given, in words.
  const leaf = (name, phrase, value, stands, words) => {
    const called = words[name] ?? name;
    if (value === null) return { value, reasons: [`${called} must be ${phrase} (not answered)`], unanswered: [name] };
    const verb = value || phrase === stands ? "is" : "must be";
    const given = phrase === stands ? "" : ` (it is ${stands})`;
    return { value, reasons: [`${called} ${verb} ${phrase}${given}`], unanswered: [] };
  };

  const compare = (operator, term, limit, scale) => {
    if (operator === "==") return term === limit;
    const rank = scale.indexOf(term) - scale.indexOf(limit);
    return { ">=": rank >= 0, "<=": rank <= 0, ">": rank > 0, "<": rank < 0 }[operator];
  };

  const test = (tree, wanted, { facts, scales, words }) => {
    const fact = facts[tree.name] ?? null;
    const terms = fact === null ? [] : typeof fact === "string" ? [fact] : [...fact].sort();
    const named = (codes) => codes.map((code) => words[`${tree.name}/${code}`] ?? code).join(", ");
    let phrase, holds;
    if (tree.op === "in") {
      phrase = `${wanted ? "one of" : "none of"} ${named(tree.terms)}`;
      holds = terms.some((term) => tree.terms.includes(term));
    } else {
      phrase = PHRASES[tree.op][wanted ? 0 : 1] + named([tree.term]);
      holds = terms.some((term) => compare(tree.op, term, tree.term, scales[tree.name]));
    }
    return leaf(tree.name, phrase, fact === null ? null : holds === wanted, named(terms) || "none", words);
  };

  const flag = (name, wanted, { facts, words }) => {
    const fact = facts[name] ?? null;
    return leaf(name, wanted ? "yes" : "no", fact === null ? null : fact === wanted, fact ? "yes" : "no", words);
  };

  const allOf = (parts) => {
    const unmet = parts.filter((part) => part.value !== true);
    const value = !unmet.length ? true : unmet.some((part) => part.value === false) ? false : null;
    return {
      value,
      reasons: (unmet.length ? unmet : parts).flatMap((part) => part.reasons),
      unanswered: value === false ? [] : unmet.flatMap((part) => part.unanswered),
    };
  };

  const anyOf = (parts) => {
    const met = parts.filter((part) => part.value === true);
    if (met.length) return { value: true, reasons: met.flatMap((part) => part.reasons), unanswered: [] };
    const either = parts.map((part) => part.reasons.join(" and ")).join("; or ");
    return {
      value: parts.some((part) => part.value === null) ? null : false,
      reasons: [`one of these is needed: ${either}`],
      unanswered: parts.flatMap((part) => part.unanswered),
    };
  };

  // The value of a tree, or of its negation where it is not wanted, so that reasons speak of what must hold.
  const walk = (tree, wanted, known) => {
    switch (tree.op) {
      case "not": return walk(tree.of[0], !wanted, known);
      case "flag": return flag(tree.name, wanted, known);
      case "and":
      case "or": {
        const parts = tree.of.map((part) => walk(part, wanted, known));
        return (tree.op === "and") === wanted ? allOf(parts) : anyOf(parts);
      }
      default: return test(tree, wanted, known);
    }
  };

  // `facts`: true, false, a term or a list of terms by name; `scales`: the terms of ordered taxonomies, lowest first;
  // `words`: what names, and terms as taxonomy/term, are called.
  const evaluate = (tree, facts, scales, words = {}) => {
    const { value, reasons, unanswered } = walk(tree, true, { facts, scales, words });
    return { value, reasons, unanswered: [...new Set(unanswered)] };
  };

  globalThis.normbook = Object.assign(globalThis.normbook || {}, { evaluate, allOf });
})();
