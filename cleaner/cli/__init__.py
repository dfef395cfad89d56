from __future__ import annotations
import sys
def main() -> None:
    import cleaner
    from cleaner.ruleset.load import rule_files, rules_dir, load_rules, read_rules
    from cleaner import RuleError
    a=sys.argv[1:]
    try:
        if a[:2]==['rules','check']:
            from cleaner.rulecheck import check_examples
            files=rule_files(*(a[2:] or [rules_dir()]))
            whole=load_rules(*a[2:])
            rules=read_rules(files)
            n=0
            for f in check_examples(rules, whole): print(f); n+=1
            print(f"{len(rules)} rules, {n} findings"); sys.exit(1 if n else 0)
        if a[0]=='explain':
            d=cleaner.clean(open(a[1]).read())
            for v in d.verdicts:
                print('+' if v.kept else '-', v.label, ','.join(v.rules), '|', v.block.text[:100], [d.source[e.start:e.end] for e in v.evidence][:3])
    except RuleError as e: print(e, file=sys.stderr); sys.exit(2)
