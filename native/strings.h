// Sets of strings, in UTF-8, that blocks begin or end with, or are.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace cleaner {

using std::string_view;

/// A string and what is to be known of it.
struct String {
    string_view text;
    uint32_t owners;  // by number
    uint8_t marks;    // LEFT, RIGHT: no word may go on beyond it
};

enum : uint8_t { LEFT = 1, RIGHT = 2 };

/// The bytes that begin here as a number.
template <typename Key>
Key word(const char* bytes) {
    Key key;
    std::memcpy(&key, bytes, sizeof key);
    return key;
}

/// Texts, one after the other, that stay where they are.
class Arena {
   public:
    string_view keep(string_view text) {
        if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < text.size()) {
            chunks_.emplace_back();
            chunks_.back().reserve(std::max(CHUNK, text.size()));
        }
        const size_t at = chunks_.back().size();
        chunks_.back().append(text);
        return string_view(chunks_.back()).substr(at);
    }

   private:
    static constexpr size_t CHUNK = 1 << 16;
    std::deque<std::string> chunks_;
};

/// Values by a key; more than one may have the same. Nothing is added once it is sealed.
template <typename Key, typename Value>
class Buckets {
   public:
    void add(Key key, Value value) { entries_.push_back({key, value}); }

    void seal() {
        std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return hash(a.key) < hash(b.key); });
        int bits = 4;
        while ((size_t{1} << bits) < 2 * entries_.size()) bits++;
        shift_ = 32 - bits;
        sift_ = shift_ - 3;
        first_.assign((size_t{1} << bits) + 1, 0);
        seen_.assign((size_t{1} << (32 - sift_)) / 64, 0);
        for (const Entry& entry : entries_) {
            const uint32_t own = hash(entry.key);
            first_[(own >> shift_) + 1]++;
            seen_[own >> sift_ >> 6] |= uint64_t{1} << ((own >> sift_) & 63);
        }
        for (size_t i = 1; i < first_.size(); i++) first_[i] += first_[i - 1];
        entries_.shrink_to_fit();
    }

    bool empty() const { return entries_.empty(); }

    /// Call `met` with each value of this key.
    template <typename Met>
    void of(Key key, Met met) const {
        const uint32_t own = hash(key);
        if (!((seen_[own >> sift_ >> 6] >> ((own >> sift_) & 63)) & 1)) return;
        for (uint32_t i = first_[own >> shift_], end = first_[(own >> shift_) + 1]; i < end; i++)
            if (entries_[i].key == key) met(entries_[i].value);
    }

    /// Where in so many bytes a key may begin, in order; more can be read behind them. Without a branch, which would often be guessed wrong.
    size_t places(const char* from, size_t size, uint32_t* out) const {
        const uint64_t* const seen = seen_.data();
        const int sift = sift_;
        size_t count = 0;
        for (size_t at = 0; at < size; at++) {
            const uint32_t own = hash(word<Key>(from + at));
            out[count] = static_cast<uint32_t>(at);
            count += (seen[own >> sift >> 6] >> ((own >> sift) & 63)) & 1;
        }
        return count;
    }

   private:
    struct Entry {
        Key key;
        Value value;
    };

    static uint32_t hash(uint64_t key) { return static_cast<uint32_t>((key * 0x9e3779b97f4a7c15ull) >> 32); }

    std::vector<Entry> entries_;   // in the order of their hashes
    std::vector<uint32_t> first_;  // where among them those with the same highest bits of their hash begin
    std::vector<uint64_t> seen_;   // a bit for the highest bits of each hash, three more than these: most others end here
    int shift_ = 28, sift_ = 25;
};

/// Strings that a text begins with, or ends with.
class Ends {
   public:
    void add(String string, bool at_end) {
        const string_view text = string.text;
        Hash hash;
        for (size_t i = 0; i < text.size(); i++) {
            hash.step(text[at_end ? text.size() - 1 - i : i]);
            for (size_t k = 0; k < GATES; k++)
                if (hash.size == GATE[k]) gates_[k].note(hash.value);
        }
        if (text.size() >= sizes_.size()) sizes_.resize(text.size() + 1);
        sizes_[text.size()] = true;
        buckets_.add(hash.value, string);
    }

    void seal() { buckets_.seal(); }

    template <typename Met>
    void begins(string_view text, Met met) const {
        each(text.size(), [&](size_t i) { return text[i]; }, [&](size_t size) { return text.substr(0, size); }, met);
    }

    template <typename Met>
    void ends(string_view text, Met met) const {
        each(text.size(), [&](size_t i) { return text[text.size() - 1 - i]; }, [&](size_t size) { return text.substr(text.size() - size); }, met);
    }

    /// The strings that the text is.
    template <typename Met>
    void is(string_view text, Met met) const {
        if (text.size() >= sizes_.size() || !sizes_[text.size()]) return;
        Hash hash;
        for (char byte : text) hash.step(byte);
        buckets_.of(hash.value, [&](const String& own) {
            if (own.text == text) met(own);
        });
    }

   private:
    /// FNV-1a of the bytes so far.
    struct Hash {
        uint32_t value = 2166136261u;
        size_t size = 0;

        void step(char byte) { value = (value ^ static_cast<uint8_t>(byte)) * 16777619u, size++; }
    };

    /// Hashes, roughly: of so many that some have it is certain only that others have not.
    class Seen {
       public:
        void note(uint32_t hash) { bits_[place(hash) / 64] |= uint64_t{1} << (place(hash) % 64); }
        bool has(uint32_t hash) const { return (bits_[place(hash) / 64] >> (place(hash) % 64)) & 1; }

       private:
        static constexpr int BITS = 16;
        static uint32_t place(uint32_t hash) { return (hash * 0x9e3779b1u) >> (32 - BITS); }

        uint64_t bits_[(1 << BITS) / 64] = {};
    };

    template <typename Byte, typename Part, typename Met>
    void each(size_t length, Byte byte, Part part, Met met) const {
        Hash hash;
        size_t gate = 0;
        while (hash.size < length && hash.size + 1 < sizes_.size()) {
            hash.step(byte(hash.size));
            if (sizes_[hash.size])
                buckets_.of(hash.value, [&](const String& own) {
                    if (own.text == part(hash.size)) met(own);
                });
            if (gate < GATES && hash.size == GATE[gate] && !gates_[gate++].has(hash.value)) return;
        }
    }

    static constexpr size_t GATES = 2, GATE[GATES] = {4, 8};  // after so many bytes it is asked whether any string goes on like this

    Buckets<uint32_t, String> buckets_;
    std::vector<uint8_t> sizes_;  // whether any string is so long
    Seen gates_[GATES];
};

}  // namespace cleaner
