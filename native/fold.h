// Blocks in the forms that rules read, as cleaner/line.py and cleaner/text.py make them.
#pragma once
#include <array>
#include <string>
#include "utf8.h"

namespace cleaner {

/// A Python str as letters.
class Text {
   public:
    explicit Text(PyObject* text) : object_(text), kind_(PyUnicode_KIND(text)), data_(PyUnicode_DATA(text)), size_(PyUnicode_GET_LENGTH(text)), ascii_(PyUnicode_IS_ASCII(text)) {}
    Py_UCS4 operator[](Py_ssize_t i) const { return PyUnicode_READ(kind_, data_, i); }
    PyObject* object() const { return object_; }
    Py_ssize_t size() const { return size_; }
    bool ascii() const { return ascii_; }

    /// Call `each` with every letter from one on. Their width is looked at once, not for every letter.
    template <typename Each>
    void from(Py_ssize_t start, Each each) const {
        auto all = [&](auto* letters) {
            for (Py_ssize_t i = start; i < size_; i++) each(static_cast<Py_UCS4>(letters[i]));
        };
        if (kind_ == PyUnicode_1BYTE_KIND) all(static_cast<const Py_UCS1*>(data_));
        else if (kind_ == PyUnicode_2BYTE_KIND) all(static_cast<const Py_UCS2*>(data_));
        else all(static_cast<const Py_UCS4*>(data_));
    }

   private:
    PyObject* object_;
    int kind_;
    const void* data_;
    Py_ssize_t size_;
    bool ascii_;
};

inline void append(std::string& out, Py_UCS4 letter) {
    auto add = [&](Py_UCS4 byte) { out.push_back(static_cast<char>(byte)); };
    if (letter < 0x80) return add(letter);
    if (letter < 0x800) return add(0xc0 | letter >> 6), add(0x80 | (letter & 0x3f));
    if (letter < 0x10000) return add(0xe0 | letter >> 12), add(0x80 | (letter >> 6 & 0x3f)), add(0x80 | (letter & 0x3f));
    add(0xf0 | letter >> 18), add(0x80 | (letter >> 12 & 0x3f)), add(0x80 | (letter >> 6 & 0x3f)), add(0x80 | (letter & 0x3f));
}

/// What becomes of each letter.
class Folding {
   public:
    Folding() {
        for (Py_UCS4 letter = 0; letter < straight_.size(); letter++) straight_[letter] = static_cast<uint16_t>(0xd800 <= letter && letter < 0xe000 ? 0xfffd : letter);
    }

    /// Letters that stand for others, before any is asked for.
    void alike(Py_UCS4 letter, Py_UCS4 plain) { straight_[letter] = static_cast<uint16_t>(plain); }

    void seal() {
        for (Py_UCS4 letter = 0; letter < folded_.size(); letter++) folded_[letter] = lower(straight_[letter]);
        for (size_t letter = 0; letter < ascii_.size(); letter++) ascii_[letter] = static_cast<char>(folded_[letter]);
    }

    /// As cleaner.text.straighten and encodable have it.
    Py_UCS4 straight(Py_UCS4 letter) const { return letter < straight_.size() ? straight_[letter] : letter; }

    /// As cleaner.text.fold has it.
    Py_UCS4 folded(Py_UCS4 letter) const { return letter < folded_.size() ? folded_[letter] : lower(letter); }

    Letters decoration;

    /// How many letters stand before the core of a block, as cleaner.line.cores has it.
    Py_ssize_t skipped(const Text& text) const {
        Py_ssize_t start = 0;
        while (start < text.size() && decoration.has(text[start])) start++;
        return start < text.size() ? start : 0;
    }

    /// Write the part of a block in UTF-8; whether it may have to be composed, which is then for Python to do.
    bool part(const Text& text, Py_ssize_t start, std::string& out) const {
        bool certain = true;
        const size_t before = out.size();
        if (text.ascii()) {
            out.resize(before + static_cast<size_t>(text.size() - start));
            char* to = out.data() + before;
            text.from(start, [&](Py_UCS4 letter) { *to++ = ascii_[letter & 0x7f]; });
            return false;
        }
        text.from(start, [&](Py_UCS4 letter) {
            if (letter < 0x80) return out.push_back(ascii_[letter]);
            letter = folded(letter);
            certain = certain && (letter < 0x300 || stays(letter));
            append(out, letter);
        });
        return !certain;
    }

   private:
    static Py_UCS4 lower(Py_UCS4 letter) {
        letter = Py_UNICODE_TOLOWER(letter);
        return letter == 0x131 ? 'i' : letter == 0x3c2 ? 0x3c3 : letter;
    }

    /// Whether a letter is neither a figure nor changes when a text is composed: those of Cyrillic, Han, kana and Hangul, and punctuation.
    static bool stays(Py_UCS4 letter) {
        return (0x400 <= letter && letter < 0x483) || (0x4e00 <= letter && letter < 0xa000) || (0x3041 <= letter && letter < 0x3097) ||
               (0x30a1 <= letter && letter < 0x30fb) || (0xac00 <= letter && letter < 0xd7a4) || (0x2010 <= letter && letter < 0x2040) ||
               letter == 0x20ac || letter == 0x2122 || (0x3001 <= letter && letter < 0x3012);
    }

    std::array<uint16_t, 0x10000> straight_;
    std::array<Py_UCS4, 0x10000> folded_;
    std::array<char, 0x80> ascii_;  // the same for letters that come most often
};

}  // namespace cleaner
