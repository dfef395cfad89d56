"""Pages built of web components: what a server writes into a declarative shadow root is shown, with the host's children in its slots.

`<template shadowrootmode="open">` is the one template that browsers render
(https://html.spec.whatwg.org/multipage/scripting.html#attr-template-shadowrootmode).
"""

from __future__ import annotations

from typing import Any

from lxml import etree

MARK = "shadowrootmode"


def open_shadows(tree: Any) -> None:
    """Put the shadow roots of a parsed page where its reader sees them; the tree is changed."""
    slots: dict[Any, list[Any]] = {}
    hosts: dict[Any, Any] = {}
    inside: list[Any] = []
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag=("template", "slot")):
        if event == "end":
            if element.tag == "template":
                inside.pop()
        elif element.tag == "template":
            inside.append(element)
            if element.get(MARK) is not None:
                hosts.setdefault(element.getparent(), element)  # a host has one root
        elif inside:
            slots.setdefault(inside[-1], []).append(element)
    for host, root in hosts.items():
        slotted: dict[str, list[Any]] = {}
        for child in host:
            if child is not root and isinstance(child.tag, str):
                slotted.setdefault(child.get("slot", ""), []).append(child)
        root.tag = "div"
        del root.attrib[MARK]
        for slot in slots.get(root, ()):
            children = slotted.pop(slot.get("name", ""), None)
            if children:  # else what stands in the slot is shown
                slot.text = None
                slot[:] = children
