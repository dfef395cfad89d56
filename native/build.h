// What cleaner.native.gates gives into gates that can be searched for.
#pragma once
#include <memory>
#include <unordered_map>
#include "gates.h"
#include "python.h"

namespace cleaner {

/// What one object of Python holds: the gates, the bytes they point at, and the means of searching.
struct Held {
    Gates gates;
    std::unique_ptr<Search> search;
    Arena bytes;
    PyObject* composed = nullptr;

    ~Held() { Py_XDECREF(composed); }

    string_view keep(PyObject* text) { return bytes.keep(utf8(text)); }
};

inline Bound bound_of(PyObject* least, PyObject* most, PyObject* shapes) {
    Bound bound{number(least), number(most), 0};
    for (char letter : utf8(shapes)) bound.shapes |= shape_bit(letter);
    return bound;
}

inline void add_ends(Held& held, Ends& ends, PyObject* strings, bool at_end) {
    Items all(strings);
    for (size_t i = 0; i < all.size(); i++) {
        Items pair(all[i]);
        ends.add({held.keep(pair[0]), static_cast<uint32_t>(number(pair[1])), 0}, at_end);
    }
    ends.seal();
}

/// Strings with their tier, marks and owners.
inline void add_anywhere(Held& held, PyObject* strings) {
    Items all(strings);
    for (size_t i = 0; i < all.size(); i++) {
        Items own(all[i]);
        String string{held.keep(own[0]), static_cast<uint32_t>(number(own[3])), static_cast<uint8_t>(number(own[2]))};
        held.gates.anywhere.add(string, static_cast<int>(number(own[1])));
    }
    held.gates.anywhere.seal();
}

inline void add_owners(Gates& gates, PyObject* owners) {
    Items all(owners);
    for (size_t i = 0; i < all.size(); i++) {
        Items own(all[i]);
        Owners added{bound_of(own[0], own[1], own[2]), {}};
        Items rules(own[3]);
        for (size_t k = 0; k < rules.size(); k++) {
            Items pair(rules[k]);
            added.own.push_back({static_cast<uint32_t>(number(pair[0])), static_cast<uint32_t>(number(pair[1]))});
        }
        gates.owners.push_back(std::move(added));
    }
}

/// A set of strings as a need, one for all equal sets.
inline uint32_t add_need(Held& held, std::unordered_map<std::string, uint32_t>& known, PyObject* strings) {
    Items all(strings);
    std::string joined;
    for (size_t i = 0; i < all.size(); i++) joined.append(utf8(all[i])).push_back('\x01');
    auto [found, fresh] = known.try_emplace(joined, static_cast<uint32_t>(held.gates.every_need.size()));
    if (!fresh) return found->second;
    string_view first = utf8(all[0]);
    Need need{Need::STANDS, first.size(), {}, {}};
    if (first.front() == '\n') need.kind = Need::BEGINS;
    else if (first.front() == '\0') need.kind = Need::FIGURES;
    else if (first.back() == '\n') need.kind = Need::ENDS;
    for (size_t i = 0; i < all.size(); i++) {
        need.strings.emplace_back(held.keep(all[i]));
        need.grams.push_back(Grams::of(need.strings.back().text()));
    }
    held.gates.every_need.push_back(std::move(need));
    return found->second;
}

inline std::vector<uint32_t> needs_of(Held& held, std::unordered_map<std::string, uint32_t>& known, PyObject* sets) {
    std::vector<uint32_t> own;
    Items all(sets);
    for (size_t i = 0; i < all.size(); i++) own.push_back(add_need(held, known, all[i]));
    return own;
}

inline void add_letters(Letters& letters, PyObject* text) {
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(text); i++) letters.add(PyUnicode_READ_CHAR(text, i));
}

inline void build(Held& held, PyObject* wanted) {
    auto item = [&](const char* name) {
        PyObject* found = PyDict_GetItemString(wanted, name);
        if (!found) {
            PyErr_SetString(PyExc_KeyError, name);
            throw Raised();
        }
        return found;
    };
    Gates& gates = held.gates;
    add_ends(held, gates.whole, item("whole"), false);
    add_ends(held, gates.begin, item("begin"), false);
    add_ends(held, gates.end, item("end"), true);
    add_ends(held, gates.near, item("near"), true);
    add_anywhere(held, item("anywhere"));
    add_owners(gates, item("owners"));
    Items bounds(item("bounds")), needs(item("needs")), loose(item("loose")), tiers(item("tiers"));
    std::unordered_map<std::string, uint32_t> known;
    for (size_t i = 0; i < bounds.size(); i++) {
        Items own(bounds[i]);
        gates.bounds.push_back(bound_of(own[0], own[1], own[2]));
    }
    for (size_t i = 0; i < needs.size(); i++) {
        Items own(needs[i]);
        Items regexes(own[1]);
        gates.needs.push_back({own[0] == Py_True, {}});
        for (size_t k = 0; k < regexes.size(); k++) gates.needs.back().regexes.push_back(needs_of(held, known, regexes[k]));
    }
    for (size_t i = 0; i < loose.size(); i++) {
        Items own(loose[i]);
        Entry entry{static_cast<uint32_t>(number(own[0])), static_cast<uint32_t>(number(own[1]))};
        gates.loose.push_back({entry, needs_of(held, known, own[2])});
    }
    for (size_t i = 0; i < Anywhere::TIERS - 1; i++) gates.tiers[i] = number(tiers[i]);
    gates.loose_words = number(item("loose_words"));
    gates.closers_room = number(item("closers_room"));
    add_letters(gates.closers, item("closers"));
    add_letters(gates.folding.decoration, item("decoration"));
    Items alike(item("alike"));
    for (size_t i = 0; i < alike.size(); i++) {
        Items pair(alike[i]);
        gates.folding.alike(PyUnicode_READ_CHAR(pair[0], 0), PyUnicode_READ_CHAR(pair[1], 0));
    }
    gates.folding.seal();
    held.composed = Py_NewRef(item("composed"));
    held.search = std::make_unique<Search>(gates);
}

}  // namespace cleaner
