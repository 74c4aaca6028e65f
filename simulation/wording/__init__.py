"""How adverts write what they ask for, in English and Chinese, written apart from the product's taxonomy."""
