"""Where a derivative comes from: the chain rule of any number, in symbols and values, checked and told step by step."""
