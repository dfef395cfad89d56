"""`cleaner rules import-ftr`: site files of FiveFilters as rule files of ours."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.batch.files import display
from cleaner.batch.write import replacing
from cleaner.cli.notes import BAD_INPUT, tell
from cleaner.cli.options import PATH
from cleaner.cli.work import stdout_ready


@click.command(name="import-ftr", short_help="Site files of FiveFilters as rules.")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option(
    "-o", "--output", type=PATH, metavar="FILE|DIR", help="Where to write: a file for one site file, a folder (DIR/) for several."
)
@click.option("--lang", default="any", show_default=True, help="The language that the rules are for.")
@click.pass_context
def import_ftr(ctx: click.Context, files: tuple[str, ...], output: str | None, lang: str) -> None:
    """Write a rule file that says what a site file of FiveFilters (ftr-site-config) says, to go on from there.

    It has rules with `xpath` for what the site file calls the story and for what it strips, each with an example made for it, since
    site files have none. What no rule can say is listed in comments. To use site files as they are: `cleaner clean --site-config`.

    \b
    Examples:
      cleaner rules import-ftr ftr-site-config/example.com.txt
      cleaner rules import-ftr ftr-site-config/example.com.txt -o example.com.toml
      cleaner rules import-ftr ftr-site-config/*.de.txt -o sites/ --lang de
      cleaner rules check example.com.toml

    Exit codes: 0 fine; 2 wrong usage; 3 a site file could not be read or gives no rule (named on standard error, the others are
    still written).
    """
    from cleaner.ftr.convert import ConversionError, to_toml, toml_name
    from cleaner.ftr.folder import SiteConfigError, load_site_config

    folder = Path(output) if output and (output.endswith("/") or Path(output).is_dir()) else None
    if (len(files) > 1 or Path(files[0]).is_dir()) and folder is None:
        raise click.UsageError("every site file makes a rule file of its own; name a folder for them with -o DIR/")
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    code = 0
    for name in files:
        try:
            sites = list(load_site_config(name).files())
        except SiteConfigError as error:
            tell(str(error))
            code = BAD_INPUT
            continue
        for site in sites:
            try:
                text = to_toml(site, lang=lang)
            except ConversionError as error:
                tell(str(error))
                code = BAD_INPUT
                continue
            _write(text, folder / toml_name(site) if folder is not None else Path(output) if output and output != "-" else None)
    ctx.exit(code)


def _write(text: str, target: Path | None) -> None:
    """To a file, which must not be there yet, or to standard output. Raises UsageError for a file that is there."""
    if target is None:
        stdout_ready()
        click.echo(text, nl=False)
        return
    if target.is_file():
        raise click.UsageError(f"{display(target)} exists; choose another name or remove it")
    with replacing(target) as file:
        file.write(text.encode())
