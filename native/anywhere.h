// Strings that may stand anywhere in a block: all at once by a few rare bytes of them, or one by one.
#pragma once
#include <cmath>
#include <unordered_map>
#include "strings.h"

namespace cleaner {

/// A text with room on both sides, so that whole words of memory can be read at any place of it.
class Padded {
   public:
    static constexpr size_t ROOM = 8;
    void set(string_view text) {
        bytes_.assign(ROOM, '\0');
        bytes_.append(text);
        bytes_.append(ROOM, '\0');
        places_.resize(text.size());
    }
    string_view text() const { return string_view(bytes_).substr(ROOM, bytes_.size() - 2 * ROOM); }

    /// Room for as many places as the text has.
    uint32_t* places() { return places_.data(); }

   private:
    std::string bytes_;
    std::vector<uint32_t> places_;
};

/// How usual a byte is in texts: the letters of European languages in the usual order, others as many share one lead byte.
inline int usualness(char byte) {
    static const string_view order = "qxzjkvbwpygfmculdhrsinoate ";
    const size_t at = order.find(byte);
    return at != order.npos ? 4 + static_cast<int>(at) : static_cast<uint8_t>(byte) < 0x80 ? 3 : static_cast<uint8_t>(byte) < 0xc0 ? 12 : 20;
}

/// Strings that may stand anywhere in a text, looked for all at once, by the rarest eight or four bytes of them; short ones by the rarer two.
class Anywhere {
   public:
    static constexpr int TIERS = 3;

    /// A string of rules for blocks of some length. It is looked for in blocks of that tier and in those of the lower ones.
    void add(String string, int tier) { strings_.push_back({string, tier}); }

    void seal() {
        Shared shared;
        for (const Own& own : strings_)
            own.string.text.size() < sizeof(Eight) ? count<Four>(own, shared) : count<Eight>(own, shared);
        for (uint32_t number = 0; number < strings_.size(); number++) {
            const Own& own = strings_[number];
            const size_t size = own.string.text.size();
            if (size >= sizeof(Eight)) find_by<Eight>(number, &Tier::eight, shared);
            else if (size >= sizeof(Four)) find_by<Four>(number, &Tier::four, shared);
            else find_short(number);
        }
        strings_.shrink_to_fit();
        for (Tier& tier : tiers_) tier.eight.seal(), tier.four.seal(), tier.two.seal();
    }

    /// Call `met` with each string of a tier or of a higher one and where in the text it begins, as often as it stands there.
    template <typename Met>
    void in(Padded& padded, int tier, Met met) const {
        each(tiers_[tier].eight, padded, met);
        each(tiers_[tier].four, padded, met);
        each(tiers_[tier].two, padded, met);
    }

   private:
    using Eight = uint64_t;
    using Four = uint32_t;
    using Two = uint16_t;
    using Shared = std::unordered_map<uint64_t, uint32_t>;  // by some bytes, how many strings hold them
    static constexpr double SHARED = 8;  // what twice as many strings weigh, beside the places of letters in the order of how usual they are

    struct Own {
        String string;
        int tier;
    };
    struct Found {
        uint32_t string;  // by number
        uint32_t at;      // where in it the bytes stand that it is found by
    };
    struct Tier {
        Buckets<Eight, Found> eight;  // by so many bytes
        Buckets<Four, Found> four;
        Buckets<Two, Found> two;
    };

    template <typename Key, typename Met>
    void each(const Buckets<Key, Found>& buckets, Padded& padded, Met met) const {
        if (buckets.empty()) return;
        const string_view text = padded.text();
        const size_t count = buckets.places(text.data(), text.size(), padded.places());
        for (size_t k = 0; k < count; k++) {
            const size_t at = padded.places()[k];
            buckets.of(word<Key>(text.data() + at), [&](const Found& found) {
                const String& own = strings_[found.string].string;
                if (at >= found.at && text.substr(at - found.at, own.text.size()) == own.text) met(own, at - found.at);
            });
        }
    }

    template <typename Key>
    static void count(const Own& own, Shared& shared) {
        for (size_t at = 0; at + sizeof(Key) <= own.string.text.size(); at++) shared[word<Key>(own.string.text.data() + at)]++;
    }

    template <typename Key>
    void find_by(uint32_t number, Buckets<Key, Found> Tier::*buckets, const Shared& shared) {
        const string_view own = strings_[number].string.text;
        const size_t at = rarest<Key>(own, shared);
        for (int tier = strings_[number].tier; tier >= 0; tier--)
            (tiers_[tier].*buckets).add(word<Key>(own.data() + at), {number, static_cast<uint32_t>(at)});
    }

    void find_short(uint32_t number) {
        const string_view own = strings_[number].string.text;
        const size_t at = own.size() > sizeof(Two) && usualness(own[2]) < usualness(own[0]);
        for (uint32_t next = 0; next < 256; next++)
            if (own.size() == 1 || static_cast<uint8_t>(own[at + 1]) == next) {
                const char bytes[] = {own[at], static_cast<char>(next)};
                for (int tier = strings_[number].tier; tier >= 0; tier--) tiers_[tier].two.add(word<Two>(bytes), {number, static_cast<uint32_t>(at)});
            }
    }

    /// Where in a string so many bytes begin that few texts and few other strings hold.
    template <typename Key>
    static size_t rarest(string_view text, const Shared& shared) {
        double least = 1e9;
        size_t found = 0;
        for (size_t at = 0; at + sizeof(Key) <= text.size(); at++) {
            double sum = SHARED * std::log2(shared.at(word<Key>(text.data() + at)));
            for (char byte : text.substr(at, sizeof(Key))) sum += usualness(byte);
            if (sum < least) least = sum, found = at;
        }
        return found;
    }

    std::vector<Own> strings_;
    Tier tiers_[TIERS];
};

/// Which three bytes stand in a text, roughly: most strings that do not stand there are told by two of theirs.
class Grams {
   public:
    /// Two threes of a string's bytes, without which it stands in no text.
    struct Pair {
        uint16_t first, last;
    };

    static Pair of(string_view string) {
        if (string.size() < SIZE) return {ANY, ANY};
        return {number(string.data()), number(string.data() + string.size() - SIZE)};
    }

    void set(string_view text) {
        std::fill(std::begin(seen_), std::end(seen_), 0);
        for (size_t at = 0; at + SIZE <= text.size(); at++) note(number(text.data() + at));
        note(ANY);
    }

    bool may_hold(Pair own) const { return has(own.first) && has(own.last); }

   private:
    static constexpr size_t SIZE = 3;
    static constexpr int BITS = 13;
    static constexpr uint16_t ANY = 1 << BITS;  // stands in every text

    static uint16_t number(const char* from) {
        const uint32_t key = static_cast<uint8_t>(from[0]) | static_cast<uint8_t>(from[1]) << 8 | static_cast<uint32_t>(static_cast<uint8_t>(from[2])) << 16;
        return static_cast<uint16_t>((key * 2654435761u) >> (32 - BITS));
    }
    void note(uint16_t gram) { seen_[gram / 64] |= uint64_t{1} << (gram % 64); }
    bool has(uint16_t gram) const { return (seen_[gram / 64] >> (gram % 64)) & 1; }

    uint64_t seen_[ANY / 64 + 1] = {};
};

/// A string that is looked for by itself, from its rarest byte.
class Sought {
   public:
    explicit Sought(string_view text) : text_(text) {
        for (size_t at = 1; at < text.size(); at++)
            if (usualness(text[at]) < usualness(text[rare_])) rare_ = at;
    }

    string_view text() const { return text_; }

    bool in(string_view text) const {
        if (text_.size() > text.size()) return false;
        const char *at = text.data() + rare_, *const end = at + (text.size() - text_.size()) + 1;
        while ((at = static_cast<const char*>(std::memchr(at, text_[rare_], static_cast<size_t>(end - at))))) {
            if (!std::memcmp(at - rare_, text_.data(), text_.size())) return true;
            if (++at == end) return false;
        }
        return false;
    }

   private:
    string_view text_;
    size_t rare_ = 0;
};

}  // namespace cleaner
