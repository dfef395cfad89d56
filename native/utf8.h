// Letters of a text in UTF-8.
#pragma once
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace cleaner {

using std::string_view;

inline bool is_inner(char byte) { return (static_cast<uint8_t>(byte) & 0xc0) == 0x80; }

/// The letter that begins here.
inline Py_UCS4 letter_at(string_view text, size_t at) {
    auto byte = [&](size_t k) { return static_cast<Py_UCS4>(static_cast<uint8_t>(text[at + k])); };
    Py_UCS4 first = byte(0);
    if (first < 0x80) return first;
    if (first < 0xe0) return (first & 0x1f) << 6 | (byte(1) & 0x3f);
    if (first < 0xf0) return (first & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    return (first & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
}

/// Where the letter begins that ends here; the end is not the beginning of the text.
inline size_t before(string_view text, size_t end) {
    do end--;
    while (is_inner(text[end]));
    return end;
}

inline Py_UCS4 letter_before(string_view text, size_t end) { return letter_at(text, before(text, end)); }

/// Whether a word certainly goes on; what lies beyond these scripts is left to the confirmation.
inline bool goes_on(Py_UCS4 letter) { return letter < 0x2000 && Py_UNICODE_ISALPHA(letter); }

/// A set of letters.
class Letters {
   public:
    void add(Py_UCS4 letter) {
        if (letter >= flags_.size()) flags_.resize(letter + 1);
        flags_[letter] = true;
    }
    bool has(Py_UCS4 letter) const { return letter < flags_.size() && flags_[letter]; }

   private:
    std::vector<bool> flags_;
};

/// A text without such letters at its end, all of it where it has no others; and how many letters were taken off.
inline std::pair<string_view, int64_t> stripped(string_view text, const Letters& letters) {
    size_t end = text.size();
    int64_t taken = 0;
    while (end) {
        size_t start = before(text, end);
        if (!letters.has(letter_at(text, start))) return {text.substr(0, end), taken};
        end = start, taken++;
    }
    return {text, 0};
}

}  // namespace cleaner
