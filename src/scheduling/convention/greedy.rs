//! A first plan as products without a search make it: the dearest wish first, into the first free slot.

use super::seating::Seating;

/// Fills a seating up. Linear in meetings × cells.
pub(super) fn fill(seating: &mut Seating) {
    let crowd = seating.crowd;
    let mut order: Vec<usize> = (0..crowd.meetings()).collect();
    order.sort_by_key(|&m| (-crowd.points[m], m));
    for m in order {
        if seating.cells[m] != super::crowd::OUT {
            continue;
        }
        'days: for d in 0..crowd.days {
            let mut free = seating.free(m, d);
            while free != 0 {
                let k = crowd.first[d] + free.trailing_zeros() as usize;
                free &= free - 1;
                if (0..crowd.halls).any(|r| seating.put(m, crowd.cell(k, r))) {
                    break 'days;
                }
            }
        }
    }
    seating.count();
    seating.keep();
}
