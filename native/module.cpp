// cleaner._native: what Python sees. Each function here says which one of the package it stands for.
#include "python.h"

#include <stdexcept>
#include "build.h"

namespace {

using namespace cleaner;

/// The entries of a rule as the bits of an int.
PyObject* bits_of(const std::vector<uint32_t>& entries) {
    uint32_t most = *std::max_element(entries.begin(), entries.end());
    std::vector<uint8_t> bytes(most / 8 + 1);
    for (uint32_t entry : entries) bytes[entry / 8] |= static_cast<uint8_t>(1 << (entry % 8));
    if (most < 64) {
        uint64_t value = 0;
        for (size_t i = 0; i < bytes.size(); i++) value |= static_cast<uint64_t>(bytes[i]) << (8 * i);
        return PyLong_FromUnsignedLongLong(value);
    }
    return PyObject_CallMethod(reinterpret_cast<PyObject*>(&PyLong_Type), "from_bytes", "y#s", bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "little");
}

struct Object {
    PyObject_HEAD
    Held* held;
};

PyObject* make(PyTypeObject* type, PyObject* arguments, PyObject*) {
    PyObject* wanted;
    if (!PyArg_ParseTuple(arguments, "O!", &PyDict_Type, &wanted)) return nullptr;
    Object* self = reinterpret_cast<Object*>(type->tp_alloc(type, 0));
    if (!self) return nullptr;
    try {
        self->held = new Held;
        build(*self->held, wanted);
        return reinterpret_cast<PyObject*>(self);
    } catch (const Raised&) {
    } catch (const std::exception& error) {
        PyErr_SetString(PyExc_MemoryError, error.what());
    }
    Py_DECREF(self);
    return nullptr;
}

void drop(PyObject* self) {
    delete reinterpret_cast<Object*>(self)->held;
    PyTypeObject* type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

struct Offered {
    size_t block;
    uint32_t rule;
    std::vector<uint32_t> entries;
};

/// The letters of a block from one on, each made into another.
template <typename Made>
PyObject* made(const Text& text, Py_ssize_t start, Made letter) {
    Py_UCS4 all = 0;
    bool same = true;
    text.from(start, [&](Py_UCS4 old) {
        const Py_UCS4 own = letter(old);
        all |= own;
        same = same && own == old;
    });
    PyObject* out = same ? PyUnicode_Substring(text.object(), start, text.size()) : PyUnicode_New(text.size() - start, std::min<Py_UCS4>(all, 0x10ffff));
    if (!out) throw Raised();
    if (same) return out;
    const int kind = PyUnicode_KIND(out);
    void* const data = PyUnicode_DATA(out);
    Py_ssize_t i = 0;
    text.from(start, [&](Py_UCS4 old) { PyUnicode_WRITE(kind, data, i++, letter(old)); });
    return out;
}

/// Blocks in the form in which strings are looked for, one after the other.
struct Parts {
    Parts(const Held& held, const Items& texts) {
        const Folding& folding = held.gates.folding;
        for (size_t i = 0; i < texts.size(); i++) {
            if (!PyUnicode_Check(texts[i])) {
                PyErr_SetString(PyExc_TypeError, "blocks are texts");
                throw Raised();
            }
            const Text text(texts[i]);
            starts.push_back(folding.skipped(text));
            ends.push_back(bytes.size());
            composed.push_back(folding.part(text, starts.back(), bytes));
            if (composed.back()) {
                Ref folded(made(text, starts.back(), [&](Py_UCS4 letter) { return folding.folded(letter); }));
                Ref part(PyObject_CallOneArg(held.composed, folded.get()));
                bytes.resize(ends.back());
                bytes.append(utf8(part.get()));
            }
        }
        ends.push_back(bytes.size());
    }
    string_view operator[](size_t i) const { return string_view(bytes).substr(ends[i], ends[i + 1] - ends[i]); }

    std::string bytes;
    std::vector<size_t> ends;
    std::vector<Py_ssize_t> starts;  // where in each text its core begins
    std::vector<bool> composed;
};

/// What was offered for each block: its number, its forms, how much was skipped, and the rules with the bits of their entries.
PyObject* told(const Folding& folding, const Items& texts, const Parts& parts, const std::vector<Offered>& all) {
    Ref found(PyList_New(0));
    PyObject* own = nullptr;
    for (size_t i = 0; i < all.size(); i++) {
        const size_t block = all[i].block;
        if (!i || block != all[i - 1].block) {
            const Text text(texts[block]);
            const Py_ssize_t start = parts.starts[block];
            Ref core(made(text, start, [&](Py_UCS4 letter) { return folding.straight(letter); }));
            Ref folded(made(text, start, [&](Py_UCS4 letter) { return folding.folded(letter); }));
            Ref part(parts.composed[block] ? PyUnicode_FromStringAndSize(parts[block].data(), static_cast<Py_ssize_t>(parts[block].size())) : Py_NewRef(folded.get()));
            Ref rules(PyDict_New());
            own = rules.get();
            Ref told(Py_BuildValue("(nOOOnO)", static_cast<Py_ssize_t>(block), core.get(), folded.get(), part.get(), start, own));
            if (PyList_Append(found.get(), told.get())) throw Raised();
        }
        Ref rule(PyLong_FromUnsignedLong(all[i].rule)), bits(bits_of(all[i].entries));
        if (PyDict_SetItem(own, rule.get(), bits.get())) throw Raised();
    }
    return found.release();
}

/// Stands for cleaner.index.Index.offers.
PyObject* offers(PyObject* self, PyObject* arguments) {
    PyObject *given, *words, *shapes;
    if (!PyArg_ParseTuple(arguments, "O!O!U", &PyList_Type, &given, &PyList_Type, &words, &shapes)) return nullptr;
    Held& held = *reinterpret_cast<Object*>(self)->held;
    try {
        const Items texts(given), counts(words);
        const string_view letters = utf8(shapes);
        const Parts parts(held, texts);
        // Nothing of Python is made while searching: that may let another thread in, which searches with the same means.
        std::vector<Offered> all;
        for (size_t i = 0; i < texts.size(); i++)
            held.search->block(parts[i], number(counts[i]), letters.at(i), [&](uint32_t rule, const std::vector<uint32_t>& entries) {
                all.push_back({i, rule, entries});
            });
        return told(held.gates.folding, texts, parts, all);
    } catch (const Raised&) {
        return nullptr;
    } catch (const std::out_of_range&) {
        PyErr_SetString(PyExc_IndexError, "fewer shapes than blocks");
    } catch (const std::exception& error) {
        PyErr_SetString(PyExc_MemoryError, error.what());
    }
    return nullptr;
}

PyMethodDef methods[] = {
    {"offers", offers, METH_VARARGS, "offers(texts, words, shapes): the rules worth trying on each block, see cleaner.index.Index."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot slots[] = {
    {Py_tp_new, reinterpret_cast<void*>(make)},
    {Py_tp_dealloc, reinterpret_cast<void*>(drop)},
    {Py_tp_methods, methods},
    {Py_tp_doc, const_cast<char*>("What some rules look for, as bytes; see cleaner.index.Index.")},
    {0, nullptr},
};

PyType_Spec spec = {"cleaner._native.Gates", sizeof(Object), 0, Py_TPFLAGS_DEFAULT, slots};

PyModuleDef definition = {PyModuleDef_HEAD_INIT, "cleaner._native", "The parts of cleaner that are compiled; each stands for a slower one in Python.", -1, nullptr, nullptr, nullptr, nullptr, nullptr};

}  // namespace

PyMODINIT_FUNC PyInit__native() {
    PyObject* module = PyModule_Create(&definition);
    PyObject* type = module ? PyType_FromSpec(&spec) : nullptr;
    if (!type || PyModule_AddIntConstant(module, "FORM", 1) < 0 || PyModule_AddObject(module, "Gates", type) < 0) {
        Py_XDECREF(type);
        Py_XDECREF(module);
        return nullptr;
    }
    return module;
}
