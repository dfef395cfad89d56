// What is asked of Python's objects, with errors as exceptions of C++.
#pragma once
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <cstdint>
#include <string_view>
#include <utility>

namespace cleaner {

using std::string_view;

/// A Python error is set.
struct Raised {};

/// Owns one reference.
class Ref {
   public:
    explicit Ref(PyObject* object) : object_(object) {
        if (!object) throw Raised();
    }
    ~Ref() { Py_XDECREF(object_); }
    Ref(const Ref&) = delete;
    Ref& operator=(const Ref&) = delete;
    PyObject* get() const { return object_; }
    PyObject* release() { return std::exchange(object_, nullptr); }

   private:
    PyObject* object_;
};

/// The items of a list or a tuple, which outlives them.
class Items {
   public:
    explicit Items(PyObject* object) : object_(object) {
        if (!PyList_Check(object) && !PyTuple_Check(object)) {
            PyErr_Format(PyExc_TypeError, "a list or tuple is wanted, not %.80s", Py_TYPE(object)->tp_name);
            throw Raised();
        }
    }
    size_t size() const { return static_cast<size_t>(Py_SIZE(object_)); }
    PyObject* operator[](size_t i) const {
        if (i >= size()) {
            PyErr_SetString(PyExc_IndexError, "fewer items than wanted");
            throw Raised();
        }
        return PySequence_Fast_GET_ITEM(object_, static_cast<Py_ssize_t>(i));
    }

   private:
    PyObject* object_;
};

inline int64_t number(PyObject* object) {
    int64_t value = PyLong_AsLongLong(object);
    if (value == -1 && PyErr_Occurred()) throw Raised();
    return value;
}

/// The UTF-8 of a str, which outlives it.
inline string_view utf8(PyObject* text) {
    Py_ssize_t size;
    const char* bytes = PyUnicode_AsUTF8AndSize(text, &size);
    if (!bytes) throw Raised();
    return {bytes, static_cast<size_t>(size)};
}

}  // namespace cleaner
